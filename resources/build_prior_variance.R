# The histograms by which DESeq2 finds the width of the dispersion prior at residual df <= 3.
#
#   Rscript resources/build_prior_variance.R > resources/statistics/prior_variance.tsv
#
# Base R is enough (3.6 or later; made with 4.2.2, Debian r-base-core). DESeq2 1.38.3,
# estimateDispersionsPriorVar, compares the histogram of log(gene-wise dispersion) - log(trend) with
# those of log(chi2_df / df) + N(0, variance) for 200 variances. The draws depend on nothing but df
# and on R's random stream, which DESeq2 restarts with set.seed(2); so they are tabulated here, draw
# by draw in DESeq2's order, for the three df at which DESeq2 does this. One row is one histogram;
# a bin is named by its lower end, open there and closed at the upper one.

# R's default generators since 3.6, which DESeq2's set.seed(2) meets in a fresh session
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
brks <- -20:20 / 2 # -10 to 10: R reads this as (-20:20) / 2
variances <- seq(from = 0, to = 8, length = 200)
cat(c("df", "variance", format(brks[-41], trim = TRUE, nsmall = 1)), sep = "\t")
cat("\n")
for (df in 1:3) {
  set.seed(2)
  for (x in variances) {
    randDist <- log(rchisq(1e4, df = df)) + rnorm(1e4, 0, sqrt(x)) - log(df)
    randDist <- randDist[randDist > min(brks) & randDist < max(brks)]
    counts <- hist(randDist, breaks = brks, plot = FALSE)$counts
    cat(df, sprintf("%.17g", x), counts, sep = "\t")
    cat("\n")
  }
}
