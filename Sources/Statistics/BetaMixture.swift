import Glibc

/// E[g(p)] for p ~ Beta(a, b), `g` being smooth on [0, 1] and falling from p = 0 about as fast as
/// (1 - p)^steepness.
///
/// The trapezoidal rule on u = logit(p), whose error falls like exp(-pi^2 / h) with its step h
/// because the integrand is analytic and bounded for |Im u| < pi/2 (Trefethen & Weideman, "The Exponentially
/// Convergent Trapezoidal Rule", SIAM Review 56 (2014)). The ends g(0)(1 - p)^steepness + g(1) p are
/// taken off first, so that parameters near 0, with all weight in the corners, do no harm.
/// Relative error about 1e-12 for g of one sign.
func betaMean(_ a: Double, _ b: Double, steepness: Double, _ g: (Double) -> Double) -> Double {
  let (atZero, atOne) = (g(0), g(1))
  let logScale = logBeta(a, b)
  let ends = atZero * exp(logBeta(a, b + steepness) - logScale) + atOne * (a / (a + b))
  // What is left vanishes at both ends, which is as if a and b were larger by 1.
  let width = (1 / (a + 1) + 1 / (b + 1)).squareRoot()
  let step = min(0.25, 0.4 * width)
  let centre = log((a + 1) / (b + 1))
  func term(_ u: Double) -> Double {
    let (logChance, logRest) = (-softplus(-u), -softplus(u))
    let chance = exp(logChance)
    let difference = g(chance) - atZero * exp(steepness * logRest) - atOne * chance
    return difference == 0 ? 0 : difference * exp(a * logChance + b * logRest - logScale)
  }
  var sum = term(centre)
  for side in [-step, step] {
    for place in 1...4_000 {
      let value = term(centre + side * Double(place))
      sum += value
      if Double(place) * step > 9 * width, abs(value) <= 1e-18 * (abs(sum) + ends) { break }
    }
  }
  return ends + step * sum
}

/// The purchases of one who buys at a rate out of Gamma(k, 1), for a time s, and stops after each
/// with a chance p out of Beta(a, b): E[(1 - (1 + p s)^-k) / p].
///
/// The closed form of Fader, Hardie & Lee, Marketing Science 24 (2005), eqs 9 and 10, is a
/// difference divided by a - 1, with a 2F1 that overflows for large k. Here every term is positive:
/// with z = s/(1 + s) it is the sum over m >= 0 of P(N > m) E[(1-p)^m], N negative binomial (k, z),
/// where that is short, else `betaMean`. Relative error below 1e-11.
func purchasesUntilStopping(shape k: Double, time s: Double, a: Double, b: Double) -> Double {
  guard s > 0, k > 0 else { return 0 }
  let z = s / (1 + s)
  let logNone = -k * log1p(s)
  let isShort = k * s + 40 / -log(z) < 1_500 && logNone > -600
  guard isShort else {
    return betaMean(a, b, steepness: max(1, k * s)) { p in
      p * s < 1e-14 ? k * s : -expm1(-k * log1p(p * s)) / p
    }
  }
  return sumUntilStopping(k, z, none: exp(logNone), a, b)
}

/// The sum over m of P(N > m) E[(1-p)^m].
private func sumUntilStopping(
  _ k: Double, _ z: Double, none: Double, _ a: Double, _ b: Double
) -> Double {
  // P(N > m) by summing the tail from its end: from the front it would cancel.
  var probabilities = [none]
  var cumulated = none
  while probabilities.count < 20_000 {
    let m = Double(probabilities.count)
    let next = (probabilities.last ?? 0) * z * (k + m - 1) / m
    probabilities.append(next)
    cumulated += next
    if m > k * z / (1 - z), next < 1e-18 * (1 - z) * (1 - none) { break }
  }
  var tails = probabilities
  var tail = 0.0
  for index in probabilities.indices.reversed() {
    tails[index] = tail
    tail += probabilities[index]
  }
  var staying = 1.0
  var sum = 0.0
  for (m, tail) in tails.enumerated() {
    sum += tail * staying
    staying *= (b + Double(m)) / (a + b + Double(m))
  }
  return sum
}
