# Simulated counts for make.R: negative binomial, with the genes that tell implementations apart.
#
# Means are log-normal, dispersions (.02 + 2.5 / mean) x log-normal(0, spread), one gene in twelve
# close to Poisson. Every variable changes a share of the genes. Then: genes without any count,
# genes silent in one arm (on/off), genes with counts in one cell of the design alone, low counts,
# and single counts that are far too large. R >= 3.6 gives the same counts for a seed.

#' samples: data.frame of factors (and numbers), one row a sample
#' changed: named list, share of genes that the variable changes and SD of its log2 effect
#' interaction: NULL or c(variable, variable): their joint levels have an effect of their own too
#' arm: the factor in whose levels genes are switched off
#' spread: SD of the log dispersions around their trend
simulate <- function(seed, genes, samples, changed, interaction = NULL, arm, depth = 100,
                     spread = 0.5, outliers = 8) {
  RNGkind("Mersenne-Twister", "Inversion", "Rejection")
  set.seed(seed)
  m <- nrow(samples)
  base <- exp(rnorm(genes, log(depth), 2.1))
  dispersion <- (0.02 + 2.5 / base) * exp(rnorm(genes, 0, spread))
  dispersion[runif(genes) < 1 / 12] <- 1e-4
  eta <- matrix(log2(base), genes, m)
  effect <- function(share, sd) ifelse(runif(genes) < share, rnorm(genes, 0, sd), 0)
  for (name in names(changed)) {
    x <- samples[[name]]
    if (is.numeric(x)) {
      eta <- eta + outer(effect(changed[[name]][1], changed[[name]][2]), as.numeric(scale(x)))
    } else {
      for (level in levels(x)[-1]) {
        eta <- eta + outer(effect(changed[[name]][1], changed[[name]][2]), as.numeric(x == level))
      }
    }
  }
  if (!is.null(interaction)) {
    a <- samples[[interaction[1]]]
    b <- samples[[interaction[2]]]
    both <- as.numeric(a == levels(a)[2] & b == levels(b)[2])
    eta <- eta + outer(effect(0.2, 1), both)
  }
  mu <- 2^eta
  # the special genes, at places of their own
  place <- split(sample(genes), rep(1:5, length.out = genes))
  some <- function(k, n) place[[k]][seq_len(n)]
  levels_of_arm <- levels(samples[[arm]])
  for (g in some(1, 24)) mu[g, samples[[arm]] == sample(levels_of_arm, 1)] <- 0
  cell <- interaction(samples[vapply(samples, is.factor, TRUE)], drop = TRUE)
  for (g in some(2, 10)) mu[g, cell != sample(levels(cell), 1)] <- 0
  low <- some(3, 60)
  mu[low, ] <- mu[low, ] / rowMeans(mu[low, ]) * runif(60, 0.1, 4)
  mu[some(4, 30), ] <- 0
  size_factors <- exp(rnorm(m, 0, 0.3))
  counts <- matrix(rnbinom(genes * m, mu = t(t(mu) * size_factors), size = 1 / dispersion), genes)
  for (g in some(5, outliers)) {
    j <- sample(m, 1)
    counts[g, j] <- as.integer(counts[g, j] * 20 + 50 + rpois(1, 300))
  }
  dimnames(counts) <- list(sprintf("g%04d", seq_len(genes)), rownames(samples))
  storage.mode(counts) <- "integer"
  attr(counts, "depths") <- size_factors
  counts
}

#' A sheet of samples s01, s02, ... from vectors
sheet <- function(...) {
  frame <- data.frame(..., stringsAsFactors = TRUE)
  rownames(frame) <- sprintf("s%02d", seq_len(nrow(frame)))
  frame
}
