import Glibc

extension SeededGenerator {
  /// Standard normal, by the inverse of its distribution function.
  package mutating func normal() -> Double {
    normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
  }

  /// Exponential with mean 1.
  package mutating func exponential() -> Double { -log1p(-uniform()) }

  /// Gamma with `shape` > 0 and scale 1.
  package mutating func gamma(shape: Double) -> Double { exp(logGammaVariate(shape: shape)) }

  /// Beta(a, b), a and b > 0.
  package mutating func beta(_ a: Double, _ b: Double) -> Double {
    // In logarithms: for small shapes both gammas may underflow to 0.
    let (first, second) = (logGammaVariate(shape: a), logGammaVariate(shape: b))
    return inverseLogit(first - second)
  }

  /// The logarithm of a gamma variate: Marsaglia & Tsang, "A Simple Method for Generating Gamma
  /// Variables", ACM TOMS 26 (2000) 363-372, with G(a) = G(a + 1) U^(1/a) for shapes below 1.
  private mutating func logGammaVariate(shape: Double) -> Double {
    if shape < 1 { return logGammaVariate(shape: shape + 1) + log1p(-uniform()) / shape }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = normal()
      let root = 1 + c * z
      guard root > 0 else { continue }
      let v = root * root * root
      if log1p(-uniform()) < 0.5 * z * z + d - d * v + d * log(v) { return log(d) + log(v) }
    }
  }
}
