# R's peers of peers.py, each timed in a process of its own:
#   Rscript peers.R METHOD REPETITIONS OUT DATASET...
# writes for each data set, into a folder of its name in OUT, times.tsv (step, repetition, CPU s,
# wall s) and results.tsv. Loading packages, reading the files and a first run on a few genes are not
# in the times. `Rscript peers.R versions` prints the versions of what is installed.

packages <- c(deseq2 = "DESeq2", edger = "edgeR", limma = "limma")
warm_up <- 500

versions <- function() {
  cat("R", paste(R.version$major, R.version$minor, sep = "."), "\n", sep = "\t")
  cat("BLAS", extSoftVersion()[["BLAS"]], "\n", sep = "\t")
  for (name in c(unname(packages), "apeglm")) {
    if (nzchar(system.file(package = name))) {
      cat(name, as.character(utils::packageVersion(name)), "\n", sep = "\t")
    }
  }
}

read_data <- function(folder) {
  table <- function(name, ...) {
    utils::read.delim(file.path(folder, name), check.names = FALSE, ...)
  }
  question <- table("question.tsv", colClasses = "character")
  sheet <- table("sheet.tsv", row.names = 1, colClasses = "character")
  sheet[] <- lapply(sheet, function(column) factor(column, levels = sort(unique(column), method = "radix")))
  sheet[[question$variable]] <- stats::relevel(sheet[[question$variable]], question$reference)
  counts <- as.matrix(table("counts.tsv", row.names = 1))
  storage.mode(counts) <- "integer"
  list(counts = counts, sheet = sheet, question = question)
}

# the column of the design whose coefficient is the contrast
coefficient <- function(data) paste0(data$question$variable, data$question$target)

design_of <- function(data) stats::model.matrix(stats::as.formula(data$question$design), data$sheet)

fit <- list(
  deseq2 = function(data) {
    set <- DESeq2::DESeqDataSetFromMatrix(
      data$counts, data$sheet, stats::as.formula(data$question$design)
    )
    set <- DESeq2::DESeq(set, quiet = TRUE)
    asked <- unlist(data$question[c("variable", "target", "reference")])
    found <- DESeq2::results(set, contrast = unname(asked))
    list(set = set, table = data.frame(
      gene = rownames(data$counts), pvalue = found$pvalue, padj = found$padj
    ))
  },
  edger = function(data) {
    design <- design_of(data)
    counts <- edgeR::calcNormFactors(edgeR::DGEList(data$counts))
    fitted <- edgeR::glmQLFit(edgeR::estimateDisp(counts, design), design)
    test <- edgeR::glmQLFTest(fitted, coef = coefficient(data))
    found <- edgeR::topTags(test, n = Inf, sort.by = "none")$table
    list(table = data.frame(gene = rownames(found), pvalue = found$PValue, padj = found$FDR))
  },
  limma = function(data) {
    design <- design_of(data)
    counts <- edgeR::calcNormFactors(edgeR::DGEList(data$counts))
    fitted <- limma::eBayes(limma::lmFit(limma::voom(counts, design), design))
    found <- limma::topTable(fitted, coef = coefficient(data), number = Inf, sort.by = "none")
    list(table = data.frame(gene = rownames(found), pvalue = found$P.Value, padj = found$adj.P.Val))
  }
)

apeglm <- function(data, state) {
  name <- paste(data$question$variable, data$question$target, "vs", data$question$reference, sep = "_")
  DESeq2::lfcShrink(state$set, coef = name, type = "apeglm", quiet = TRUE)
}

timed <- function(step) {
  gc()
  begin <- proc.time()
  value <- step()
  used <- proc.time() - begin
  cpu <- sum(used[c("user.self", "sys.self", "user.child", "sys.child")], na.rm = TRUE)
  list(value = value, cpu = cpu, wall = used[["elapsed"]])
}

compare <- function(method, repetitions, out, folder, shrink) {
  data <- read_data(folder)
  few <- data
  few$counts <- utils::head(data$counts, warm_up)
  suppressMessages(try(fit[[method]](few), silent = TRUE))
  rows <- NULL
  add <- function(step, repetition, took) {
    rbind(rows, data.frame(step, repetition, cpu = took$cpu, wall = took$wall))
  }
  for (repetition in seq_len(repetitions)) {
    took <- timed(function() suppressMessages(fit[[method]](data)))
    rows <- add("fit", repetition - 1, took)
    state <- took$value
    if (shrink) {
      rows <- add("apeglm", repetition - 1, timed(function() suppressMessages(apeglm(data, state))))
    }
  }
  target <- file.path(out, basename(folder))
  dir.create(target, recursive = TRUE, showWarnings = FALSE)
  tsv <- function(table, name) {
    utils::write.table(table, file.path(target, name), sep = "\t", quote = FALSE, row.names = FALSE)
  }
  tsv(rows, "times.tsv")
  tsv(state$table, "results.tsv")
}

given <- commandArgs(trailingOnly = TRUE)
if (given[1] == "versions") {
  versions()
} else {
  method <- given[1]
  for (name in c(packages[[method]], if (method == "limma") "edgeR")) {
    suppressPackageStartupMessages(library(name, character.only = TRUE))
  }
  shrink <- method == "deseq2" && "--apeglm" %in% given && nzchar(system.file(package = "apeglm"))
  if (shrink) suppressPackageStartupMessages(library("apeglm"))
  for (folder in setdiff(given[-(1:3)], "--apeglm")) {
    compare(method, as.integer(given[2]), given[3], folder, shrink)
  }
}
