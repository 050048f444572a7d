import Glibc

/// The yearly rate that a rate per period compounds to: 1 - (1 - m)^k.
///
/// `rate` is a share per period, `periodsPerYear` is k (12 for months). Nil where the rate is
/// outside [0, 1], since no compounding describes it, or k is not positive.
package func yearlyEquivalent(rate: Double, periodsPerYear: Double) -> Double? {
  compounded(rate, times: periodsPerYear)
}

/// The rate per period that compounds to a yearly rate: 1 - (1 - y)^(1/k), the inverse of
/// `yearlyEquivalent`; 20 % a year is 1.842347 % a month. Nil under the same conditions.
package func periodEquivalent(yearlyRate: Double, periodsPerYear: Double) -> Double? {
  compounded(yearlyRate, times: 1 / periodsPerYear)
}

private func compounded(_ rate: Double, times exponent: Double) -> Double? {
  guard rate >= 0, rate <= 1, exponent > 0, exponent.isFinite else { return nil }
  // Not pow: for the small rates of short periods 1 - rate would round away their digits.
  return -expm1(exponent * log1p(-rate))
}
