# What R DESeq2 1.38.3 gives for designs beyond those of ../shared/golden.
#
#   cd tests/golden/r && Rscript make.R            (all, 2 minutes)
#   cd tests/golden/r && Rscript make.R paired     (one)
#
# R 4.2.2 and DESeq2 1.38.3 of Debian 12 (r-base-core, r-bioc-deseq2). Simulated counts
# (simulate.R), so that the data are ours to publish and hold the genes that tell implementations
# apart. Same script, same bytes: 15 digits, gzip without a time. Each folder holds
#   counts.tsv.gz, samples.tsv  the input, samples in the order of the sheet
#   design.tsv                  key, value: what the model was, and R's estimates for the whole
#   contrasts.tsv               one row a question in the words of contrasts.tsv of a study; `r` is
#                               the call of results() that answers it
#   size_factors.tsv            absent where the divisors are genes x samples (offsets)
#   genes.tsv.gz                mcols(dds)
#   results.<id>.tsv.gz         results(dds): alpha .1 and R's other defaults
# A reference level is the first in alphabetical order, and the first contrast of a variable names
# it: R's weak ridge makes the changes of on/off genes depend on the reference. A contrast of two
# levels is asked for by contrast = c(variable, target, reference), so that R's rule for two silent
# groups applies; one coefficient by name =, sums of coefficients by list(), where it does not.

suppressMessages(library(DESeq2))
stopifnot(packageVersion("DESeq2") == "1.38.3")
source("simulate.R")
wanted <- commandArgs(trailingOnly = TRUE)

text <- function(x) {
  if (is.logical(x)) return(ifelse(is.na(x), "NA", ifelse(x, "yes", "no")))
  if (is.numeric(x)) return(ifelse(is.na(x), "NA", sprintf("%.15g", x)))
  as.character(x)
}
write_tsv <- function(frame, path) {
  connection <- if (grepl("gz$", path)) gzfile(path, "wb", compression = 9) else file(path, "wb")
  on.exit(close(connection))
  lines <- do.call(paste, c(lapply(frame, text), sep = "\t"))
  writeLines(c(paste(names(frame), collapse = "\t"), lines), connection, sep = "\n")
}
matrix_frame <- function(m) data.frame(gene_id = rownames(m), as.data.frame(m), check.names = FALSE)

#' One question. ...: arguments of results(); lrt: the reduced formula
ask <- function(id, ..., variable = "", reference = "", target = "", formula = "", lrt = NULL,
                alternative = "", lfc_threshold = "") {
  call <- match.call(expand.dots = FALSE)$...
  r <- paste(names(call), "=", vapply(call, function(x) paste(deparse(x), collapse = ""), ""))
  row <- data.frame(
    id, variable, reference, target, formula,
    test = if (is.null(lrt)) "" else "lrt",
    reduced = if (is.null(lrt)) "" else paste("~", as.character(lrt)[2]),
    alternative, lfc_threshold,
    r = paste0("results(dds, ", paste(r, collapse = ", "), ")")
  )
  list(row = row, arguments = list(...), lrt = lrt)
}
#' target against reference of one factor
levels_of <- function(id, variable, reference, target, ...) {
  asked <- ask(id, variable = variable, reference = reference, target = target, ...)
  asked$arguments$contrast <- c(variable, target, reference)
  given <- paste(names(asked$arguments), "=", vapply(asked$arguments, deparse, ""), collapse = ", ")
  asked$row$r <- sprintf("results(dds, %s)", given)
  asked
}

#' prepare: what is done to dds before DESeq; written: sheet as it is written if it differs
golden <- function(name, counts, samples, design, asked, prepare = identity, written = samples,
                   vst = FALSE, iterate = FALSE, control = NULL, lengths = NULL) {
  if (length(wanted) && !name %in% wanted) return(invisible())
  unlink(name, recursive = TRUE)
  dir.create(name)
  file <- function(...) file.path(name, paste0(...))
  new <- function() prepare(DESeqDataSetFromMatrix(counts, DataFrame(samples), design))
  dds <- DESeq(new(), quiet = TRUE)
  trend <- dispersionFunction(dds)
  stopifnot(attr(trend, "fitType") == "parametric")
  write_tsv(matrix_frame(counts), file("counts.tsv.gz"))
  write_tsv(data.frame(sample = rownames(written), written), file("samples.tsv"))
  write_tsv(do.call(rbind, lapply(asked, `[[`, "row")), file("contrasts.tsv"))
  if (is.null(lengths)) {
    factors <- data.frame(sample = colnames(dds), size_factor = unname(sizeFactors(dds)))
    write_tsv(factors, file("size_factors.tsv"))
  } else {
    write_tsv(matrix_frame(lengths), file("lengths.tsv.gz"))
    write_tsv(matrix_frame(normalizationFactors(dds)), file("normalisation_factors.tsv.gz"))
  }
  if (!is.null(control)) write_tsv(data.frame(gene_id = control), file("control_genes.tsv"))
  if (iterate) {
    iterated <- sizeFactors(estimateSizeFactors(new(), type = "iterate"))
    write_tsv(
      data.frame(sample = colnames(dds), size_factor = unname(iterated)),
      file("size_factors_iterate.tsv")
    )
  }
  genes <- as.data.frame(mcols(dds))
  columns <- c("baseMean", "dispGeneEst", "dispFit", "dispMAP", "dispersion", "dispOutlier",
               "betaConv", "betaIter", "maxCooks")
  frame <- data.frame(gene_id = rownames(dds), genes[columns])
  replaced <- "replaceable" %in% names(colData(dds))
  if (replaced) {
    frame$replace <- genes$replace
    # DESeq drops or changes maxCooks after a replacement; these are the distances that led to it
    frame$maxCooksBefore <- DESeq2:::recordMaxCooks(
      design, colData(dds), attr(dds, "dispModelMatrix"), assays(dds)[["cooks"]], nrow(dds)
    )
  }
  write_tsv(frame, file("genes.tsv.gz"))
  if (vst) write_tsv(matrix_frame(getVarianceStabilizedData(dds)), file("vst.tsv.gz"))
  model_matrix <- attr(dds, "modelMatrix")
  facts <- list(
    design = paste("~", as.character(design)[2]),
    coefficients = paste(resultsNames(dds), collapse = " "),
    residual_df = nrow(model_matrix) - ncol(model_matrix),
    asymptDisp = attr(trend, "coefficients")[["asymptDisp"]],
    extraPois = attr(trend, "coefficients")[["extraPois"]],
    dispPriorVar = attr(trend, "dispPriorVar"),
    varLogDispEsts = attr(trend, "varLogDispEsts"),
    replaced = if (replaced) sum(genes$replace, na.rm = TRUE) else 0
  )
  for (one in asked) {
    id <- one$row$id
    fitted <- dds
    if (!is.null(one$lrt)) {
      fitted <- DESeq(new(), test = "LRT", reduced = one$lrt, quiet = TRUE)
    }
    answer <- do.call(results, c(list(fitted), one$arguments))
    threshold <- metadata(answer)$filterThreshold
    facts[[paste0("filterThreshold.", id)]] <- if (is.null(threshold)) NA else unname(threshold)
    answer <- as.data.frame(answer)[c("log2FoldChange", "lfcSE", "stat", "pvalue", "padj")]
    write_tsv(data.frame(gene_id = rownames(dds), answer), file("results.", id, ".tsv.gz"))
    cat(sprintf("%-22s %-18s p<.05 %4d  padj<.1 %4d  p NA %3d  padj NA %4d\n", name, id,
                sum(answer$pvalue < .05, na.rm = TRUE), sum(answer$padj < .1, na.rm = TRUE),
                sum(is.na(answer$pvalue)), sum(is.na(answer$padj))))
  }
  write_tsv(data.frame(key = names(facts), value = vapply(facts, text, "")), file("design.tsv"))
  cat(sprintf("%-22s df %d prior %.4f replaced %d not converged %d\n", name, facts$residual_df,
              facts$dispPriorVar, facts$replaced, sum(!genes$betaConv, na.rm = TRUE)))
}

# three groups of three: levels that are not the reference, a mean of groups, thresholds, LRT
s <- sheet(group = rep(c("A", "B", "C"), each = 3))
counts <- simulate(101, 1200, s, list(group = c(.3, 1.5)), arm = "group")
between <- function(id, ...) levels_of(id, "group", "B", "C", ...)
golden("three_groups", counts, s, ~group, list(
  levels_of("b_a", "group", "A", "B"),
  between("c_b"),
  levels_of("b_c", "group", "C", "B"),
  levels_of("a_c", "group", "C", "A"),
  ask("clones", formula = "(B + C) / 2 - A", contrast = c(0, .5, .5)),
  between("c_b_lrt", lrt = ~1),
  # 1.38's formula, called greaterAbs2014 since 1.44
  between("greater_abs", alternative = "greaterAbs2014", lfc_threshold = "1", lfcThreshold = 1),
  # R's independent filtering of lessAbs hangs on a few genes: plain BH
  between("less_abs", alternative = "lessAbs", lfc_threshold = "1", lfcThreshold = 1,
          altHypothesis = "lessAbs", independentFiltering = FALSE),
  between("greater", alternative = "greater", lfc_threshold = "1", lfcThreshold = 1,
          altHypothesis = "greater"),
  between("less", alternative = "less", lfc_threshold = "1", lfcThreshold = 1,
          altHypothesis = "less")
), vst = TRUE, iterate = TRUE)

# two lines, two arms, interaction
s <- sheet(line = rep(c("A", "B"), each = 6), arm = rep(rep(c("control", "treated"), each = 3), 2))
counts <- simulate(102, 1200, s, list(line = c(.3, 1), arm = c(.3, 1)), c("line", "arm"), "arm")
counts[rowSums(counts) > 300, ][1:6, s$line == "B"] <- 0L
golden("interaction", counts, s, ~line + arm + line:arm, list(
  levels_of("in_a", "arm", "control", "treated"),
  ask("in_b", formula = "B:treated - B:control",
      contrast = list(c("arm_treated_vs_control", "lineB.armtreated"))),
  ask("difference", formula = "(B:treated - B:control) - (A:treated - A:control)",
      name = "lineB.armtreated"),
  # both signs among the weights: R's rule for silent groups looks at the samples involved
  ask("lines_treated_mean", formula = "(A:control + B:control) / 2 - A:treated",
      contrast = c(0, .5, -1, 0)),
  levels_of("difference_lrt", "arm", "control", "treated", lrt = ~ line + arm)
))

# few residual degrees of freedom
s <- sheet(condition = rep(c("control", "treated"), c(2, 2)))
counts <- simulate(103, 1000, s, list(condition = c(.3, 1.5)), arm = "condition", spread = 1.3)
treated <- function(...) levels_of("treated", "condition", "control", "treated", ...)
golden("two_v_two", counts, s, ~condition, list(treated()))

s <- sheet(condition = rep(c("control", "treated"), c(2, 3)))
counts <- simulate(104, 1000, s, list(condition = c(.3, 1.5)), arm = "condition", spread = .8)
counts[rowSums(counts) > 5000, ][1, 1] <- 10000000L
golden("two_v_three", counts, s, ~condition, list(treated()))

s <- sheet(donor = rep(paste0("d", 1:4), each = 2),
           treatment = rep(c("control", "treated"), 4))
counts <- simulate(105, 1000, s, list(donor = c(.5, .8), treatment = c(.3, 1.2)),
                   arm = "treatment")
golden("paired", counts, s, ~donor + treatment, list(
  levels_of("treated", "treatment", "control", "treated"),
  levels_of("treated_lrt", "treatment", "control", "treated", lrt = ~donor),
  levels_of("d2_d1", "donor", "d1", "d2"),
  levels_of("d3_d2", "donor", "d2", "d3")
))

# 21 samples in three unbalanced batches
cells <- c(4, 3, 5, 2, 2, 5)
s <- sheet(batch = rep(rep(c("x", "y", "z"), each = 2), cells),
           condition = rep(rep(c("control", "treated"), 3), cells))
counts <- simulate(106, 1200, s, list(batch = c(.5, .7), condition = c(.3, .8)),
                   arm = "condition", outliers = 20)
golden("batches", counts, s, ~batch + condition, list(
  treated(),
  levels_of("treated_lrt", "condition", "control", "treated", lrt = ~batch),
  levels_of("y_x", "batch", "x", "y"),
  levels_of("z_y", "batch", "y", "z"),
  levels_of("batch_lrt", "condition", "control", "treated", lrt = ~condition)
))

# a continuous covariate, centred and scaled to SD 1; the sheet holds it as it was measured
s <- sheet(age = c(31, 42, 55, 38, 61, 47, 29, 66, 50, 44, 58, 35),
           condition = rep(c("control", "treated"), each = 6))
counts <- simulate(107, 1000, s, list(age = c(.4, .6), condition = c(.3, 1)), arm = "condition")
scaled <- transform(s, age = as.numeric(scale(age)))
golden("covariate", counts, scaled, ~age + condition, list(
  treated(),
  # the slope is no difference of cells, so that `formula` cannot say it
  ask("age", name = "age"),
  levels_of("treated_lrt", "condition", "control", "treated", lrt = ~age),
  levels_of("age_lrt", "condition", "control", "treated", lrt = ~condition)
), written = s)

# counts that are replaced: seven or more replicates, in both arms and in one
plant <- function(counts, seed, n = 60) {
  set.seed(seed)
  rows <- sample(which(rowMeans(counts) > 5 & rowMeans(counts) < 2000), n)
  for (g in rows) {
    far <- sample(ncol(counts), 1)
    counts[g, far] <- as.integer((mean(counts[g, ]) + 20) * sample(c(10, 30, 100), 1))
  }
  silent <- which(rowSums(counts) == 0)
  counts[silent[1], 3] <- 5000L    # no count but the outlier
  counts[silent[2], ncol(counts)] <- 700L
  counts[silent[3], c(2, ncol(counts))] <- c(4000L, 900L)
  counts[silent[4], 1:4] <- c(0L, 1L, 2000L, 1L)
  counts
}
s <- sheet(condition = rep(c("control", "treated"), c(8, 8)))
counts <- plant(simulate(108, 1200, s, list(condition = c(.3, 1)), arm = "condition"), 1)
golden("outliers_8_8", counts, s, ~condition, list(
  treated(), levels_of("treated_lrt", "condition", "control", "treated", lrt = ~1)
))
s <- sheet(condition = rep(c("control", "treated"), c(8, 4)))
counts <- plant(simulate(109, 1000, s, list(condition = c(.3, 1)), arm = "condition"), 2, n = 25)
golden("outliers_8_4", counts, s, ~condition, list(treated()))

# every gene has a zero
s <- sheet(condition = rep(c("control", "treated"), c(4, 4)))
counts <- simulate(110, 1000, s, list(condition = c(.3, 1)), arm = "condition", depth = 40)
set.seed(3)
counts[cbind(seq_len(nrow(counts)), sample(ncol(counts), nrow(counts), TRUE))] <- 0L
golden("poscounts", counts, s, ~condition, list(treated()), iterate = TRUE,
       prepare = function(dds) estimateSizeFactors(dds, type = "poscounts"))

# transcript lengths, as tximport gives them
s <- sheet(condition = rep(c("control", "treated"), c(3, 3)))
counts <- simulate(111, 1000, s, list(condition = c(.3, 1)), arm = "condition")
set.seed(4)
lengths <- matrix(rnorm(length(counts), 0, .15), nrow(counts)) + rnorm(nrow(counts), 0, .7)
lengths <- 1000 * exp(lengths)
lengths[, s$condition == "treated"] <- lengths[, s$condition == "treated"] *
  ifelse(runif(nrow(counts)) < .2, 1.6, 1)
lengths <- round(lengths, 2)
dimnames(lengths) <- dimnames(counts)
golden("offsets", counts, s, ~condition, list(treated()), lengths = lengths,
       prepare = function(dds) {
         assays(dds)[["avgTxLength"]] <- lengths
         suppressMessages(estimateSizeFactors(dds))
       })

# most genes change: size factors from genes that do not
s <- sheet(condition = rep(c("control", "treated"), c(3, 3)))
counts <- simulate(112, 1000, s, list(condition = c(.3, 1)), arm = "condition")
up <- 101:900
counts[up, s$condition == "treated"] <- counts[up, s$condition == "treated"] * 3L
control <- rownames(counts)[c(1:100)[rowMeans(counts[1:100, ]) > 10]]
golden("control_genes", counts, s, ~condition, list(treated()), control = control,
       prepare = function(dds) {
         estimateSizeFactors(dds, controlGenes = which(rownames(dds) %in% control))
       })

# a distant count with three larger ones is kept, but only in a design of one two-level factor
rescue <- function(counts, high, seed) {
  set.seed(seed)
  depths <- attr(counts, "depths")
  rows <- sample(which(rowMeans(counts) > 50), 50)
  for (g in rows[1:30]) {
    counts[g, ] <- rpois(length(depths), ifelse(high, 8000, 20) * depths)
    far <- sample(which(!high), 1)
    counts[g, far] <- as.integer(sample(c(1500, 3000, 6000, 20000), 1) * depths[far])
  }
  for (g in rows[31:50]) counts[g, sample(ncol(counts), 1)] <- 60000L
  counts
}
s <- sheet(condition = rep(c("control", "treated"), c(4, 4)))
counts <- simulate(113, 1000, s, list(condition = c(.3, 1)), arm = "condition")
golden("cooks_one_factor", rescue(counts, s$condition == "treated", 5), s, ~condition,
       list(treated()))
s <- sheet(batch = rep(c("x", "y"), each = 6),
           condition = rep(rep(c("control", "treated"), each = 3), 2))
counts <- simulate(114, 1000, s, list(batch = c(.4, .6), condition = c(.3, 1)), arm = "condition")
golden("cooks_two_factors", rescue(counts, s$condition == "treated", 6), s, ~batch + condition,
       list(treated()))
