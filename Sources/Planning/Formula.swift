/// The formula of a measure as a tree: computed, printed in words and printed with numbers from one place.
package indirect enum Formula: Hashable, Sendable {
  case quantity(Quantity)
  case number(Double)
  case sum(Formula, Formula)
  case difference(Formula, Formula)
  case product(Formula, Formula)
  case quotient(Formula, Formula)
  case power(Formula, Formula)

  /// The value where quantities have these values; nil where one is missing or a divisor is 0.
  package func value(_ lookUp: (Quantity) -> Double?) -> Double? {
    func both(_ left: Formula, _ right: Formula, _ combine: (Double, Double) -> Double?) -> Double?
    {
      guard let left = left.value(lookUp), let right = right.value(lookUp) else { return nil }
      return combine(left, right)
    }
    switch self {
    case .quantity(let quantity): return lookUp(quantity)
    case .number(let number): return number
    case .sum(let left, let right): return both(left, right, +)
    case .difference(let left, let right): return both(left, right, -)
    case .product(let left, let right): return both(left, right, *)
    case .quotient(let left, let right): return both(left, right) { $1 == 0 ? nil : $0 / $1 }
    case .power(let left, let right): return both(left, right, raised)
    }
  }

  /// What it is written in.
  package var quantities: Set<Quantity> {
    switch self {
    case .quantity(let quantity): [quantity]
    case .number: []
    case .sum(let left, let right), .difference(let left, let right),
      .product(let left, let right), .quotient(let left, let right), .power(let left, let right):
      left.quantities.union(right.quantities)
    }
  }

  /// `(lost - lost of the new) / here at the start`
  package var words: String { text { $0.words } }

  /// The same with each quantity printed by a function: `(57 - 2) / 812`.
  package func text(_ print: (Quantity) -> String) -> String { text(print, within: 0) }

  private func text(_ print: (Quantity) -> String, within outer: Int) -> String {
    func joined(_ left: Formula, _ sign: String, _ right: Formula, _ binding: Int) -> String {
      // The right side of - and / needs brackets around what binds equally.
      let text =
        left.text(print, within: binding) + " \(sign) " + right.text(print, within: binding + 1)
      return binding < outer ? "(\(text))" : text
    }
    switch self {
    case .quantity(let quantity): return print(quantity)
    case .number(let number):
      return number == number.rounded() && abs(number) < 1e15
        ? String(Int64(number)) : String(number)
    case .sum(let left, let right): return joined(left, "+", right, 1)
    case .difference(let left, let right): return joined(left, "-", right, 1)
    case .product(let left, let right): return joined(left, "x", right, 3)
    case .quotient(let left, let right): return joined(left, "/", right, 3)
    case .power(let left, let right): return joined(left, "^", right, 5)
    }
  }
}

/// `base` to the power of `exponent`; nil where the result is no number.
private func raised(_ base: Double, _ exponent: Double) -> Double? {
  // Repeated squaring keeps whole exponents (all that the measures use) free of a C library.
  guard exponent == exponent.rounded(), abs(exponent) < 1e9 else { return nil }
  var (result, factor, rest) = (1.0, base, Int(abs(exponent)))
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  let value = exponent < 0 ? 1 / result : result
  return value.isFinite ? value : nil
}
