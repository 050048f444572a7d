/// All decimal digits of a finite number, so that it can be rounded without error.
///
/// Every binary fraction is a finite decimal: m / 2^k = m 5^k / 10^k.
struct DecimalExpansion {
  var isNegative: Bool
  /// 0...9, most significant first, without leading zeros; empty for zero.
  private var digits: [UInt8]
  /// How many of the digits stand after the point. Negative: so many zeros follow the digits.
  private var fractionCount: Int

  init(_ value: Int64) {
    isNegative = value < 0
    digits = value == 0 ? [] : String(value.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    fractionCount = 0
  }

  /// The value must be finite.
  init(_ value: Double) {
    precondition(value.isFinite, "only finite numbers have digits")
    isNegative = value.sign == .minus
    let bits = value.significandBitPattern
    let isSubnormal = value.exponentBitPattern == 0
    var significand = isSubnormal ? bits : bits | (1 << 52)
    var exponent = Int(isSubnormal ? 1 : value.exponentBitPattern) - 1075
    guard significand != 0 else {
      digits = []
      fractionCount = 0
      return
    }
    let zeros = significand.trailingZeroBitCount
    significand >>= UInt64(zeros)
    exponent += zeros
    var number = BigDecimalInteger(significand)
    number.multiply(by: exponent < 0 ? 5 : 2, times: abs(exponent))
    digits = number.digits
    fractionCount = max(0, -exponent)
  }

  var isZero: Bool { digits.isEmpty }

  /// How many digits stand before the point; zero or less for numbers below 1: 0.05 has -1.
  var integerDigitCount: Int { digits.count - fractionCount }

  func multiplied(byPowerOfTen power: Int) -> DecimalExpansion {
    var result = self
    result.fractionCount -= power
    return result
  }

  /// Rounded to so many digits after the point; ties go to the even digit.
  func rounded(decimals: Int) -> DecimalExpansion {
    let dropped = fractionCount - decimals
    guard dropped > 0, !isZero else { return self }
    var result = self
    result.fractionCount = decimals
    let kept = digits.count - dropped
    guard kept >= 0 else {
      result.digits = []
      return result
    }
    result.digits = Array(digits[..<kept])
    let tail = digits[kept...].first ?? 0
    let isMoreThanHalf = tail > 5 || tail == 5 && digits[(kept + 1)...].contains { $0 != 0 }
    let isOdd = (result.digits.last ?? 0) % 2 == 1
    if isMoreThanHalf || tail == 5 && isOdd { result.increment() }
    return result
  }

  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
  }

  /// The digits before and after the point once rounded, at least one before it, exactly
  /// `decimals` after it.
  func parts(decimals: Int) -> (integer: String, fraction: String) {
    let rounded = rounded(decimals: decimals)
    var all = rounded.digits
    if rounded.fractionCount < decimals {
      all += [UInt8](repeating: 0, count: rounded.isZero ? 0 : decimals - rounded.fractionCount)
    }
    let leading = max(0, decimals + 1 - all.count)
    let padded = [UInt8](repeating: 0, count: leading) + all
    let split = padded.count - decimals
    return (text(padded[..<split]), text(padded[split...]))
  }

  /// The first digits, rounded to `count` of them, and the power of ten of the first one.
  func scientificParts(significant count: Int) -> (digits: String, exponent: Int) {
    let rounded = rounded(decimals: count - integerDigitCount)
    return (text(rounded.digits[...]), rounded.integerDigitCount - 1)
  }

  private func text(_ digits: ArraySlice<UInt8>) -> String {
    String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
  }
}

/// A natural number of any size in groups of nine decimal digits.
private struct BigDecimalInteger {
  /// Least significant first, each below `base`.
  private var groups: [UInt64]
  private static let base: UInt64 = 1_000_000_000

  init(_ value: UInt64) {
    groups = []
    var rest = value
    while rest > 0 {
      groups.append(rest % BigDecimalInteger.base)
      rest /= BigDecimalInteger.base
    }
  }

  /// Multiplies by a digit again and again, twelve at a time: 5^12 stays below the base.
  mutating func multiply(by factor: UInt64, times: Int) {
    var remaining = times
    while remaining > 0 {
      let step = min(remaining, 12)
      multiply(by: (0..<step).reduce(1) { product, _ in product * factor })
      remaining -= step
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in groups.indices {
      let product = groups[index] * factor + carry
      groups[index] = product % BigDecimalInteger.base
      carry = product / BigDecimalInteger.base
    }
    if carry > 0 { groups.append(carry) }
  }

  /// 0...9, most significant first, without leading zeros.
  var digits: [UInt8] {
    var digits: [UInt8] = []
    for group in groups {
      var rest = group
      for _ in 0..<9 {
        digits.append(UInt8(rest % 10))
        rest /= 10
      }
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }
}
