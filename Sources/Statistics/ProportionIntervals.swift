/// Wilson's score interval for a binomial proportion.
///
/// (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n), with z the normal quantile of
/// (1 + level)/2: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
/// JASA 22 (1927) 209-212. Nil for 0 trials, and where the figures are no binomial outcome
/// (successes outside 0...trials, a level outside 0..<1).
package func wilsonInterval(
  successes: Int, trials: Int, level: Double = 0.95
) -> Interval? {
  guard isBinomial(successes: successes, trials: trials, level: level) else { return nil }
  return scoreInterval(successes, trials, dispersion: 1, level)
}

/// The interval of a proportion whose counts vary `dispersion` times as much as binomial ones:
/// Wilson's with the trials divided by it (never taken below 1).
///
/// Nil as for `wilsonInterval`, and for a dispersion that is not finite.
package func quasiBinomialInterval(
  successes: Int, trials: Int, dispersion: Double, level: Double = 0.95
) -> Interval? {
  guard isBinomial(successes: successes, trials: trials, level: level), dispersion.isFinite else {
    return nil
  }
  return scoreInterval(successes, trials, dispersion: max(1, dispersion), level)
}

/// The exact interval of Clopper and Pearson for a binomial proportion.
///
/// Low is the (1 - level)/2 quantile of Beta(x, n - x + 1), high the (1 + level)/2 quantile of
/// Beta(x + 1, n - x): "The Use of Confidence or Fiducial Limits", Biometrika 26 (1934) 404-413.
/// Covers at least `level`, often more. Nil as for `wilsonInterval`.
package func clopperPearsonInterval(
  successes: Int, trials: Int, level: Double = 0.95
) -> Interval? {
  guard isBinomial(successes: successes, trials: trials, level: level) else { return nil }
  let x = Double(successes)
  let n = Double(trials)
  let tail = (1 - level) / 2
  return Interval(
    low: successes == 0 ? 0 : betaQuantile(tail, a: x, b: n - x + 1),
    high: successes == trials ? 1 : betaQuantile(1 - tail, a: x + 1, b: n - x))
}

private func isBinomial(successes: Int, trials: Int, level: Double) -> Bool {
  trials > 0 && successes >= 0 && successes <= trials && level >= 0 && level < 1
}

private func scoreInterval(
  _ successes: Int, _ trials: Int, dispersion: Double, _ level: Double
) -> Interval {
  let z = normalQuantile((1 + level) / 2)
  let n = Double(trials) / dispersion
  let p = Double(successes) / Double(trials)
  let centre = p + z * z / (2 * n)
  let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
  let scale = 1 + z * z / n
  // The ends are exactly 0 and 1 there; rounding would leave a stray last digit.
  return Interval(
    low: successes == 0 ? 0 : (centre - half) / scale,
    high: successes == trials ? 1 : (centre + half) / scale)
}
