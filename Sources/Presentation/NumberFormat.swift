/// Writes numbers for people. Rounding is exact; ties go to the even digit.
package struct NumberFormat: Hashable, Sendable {
  package var decimalSeparator: Character
  /// Between groups of three digits; nil for none.
  package var groupSeparator: Character?

  package init(decimalSeparator: Character = ".", groupSeparator: Character? = nil) {
    self.decimalSeparator = decimalSeparator
    self.groupSeparator = groupSeparator
  }

  /// The separators of these options, with or without groups.
  package init(_ options: RenderingOptions, isGrouped: Bool) {
    self.init(
      decimalSeparator: options.decimalSeparator,
      groupSeparator: isGrouped ? options.groupSeparator : nil)
  }

  /// `1,234`.
  package func text(_ value: Int64) -> String {
    fixed(DecimalExpansion(value), decimals: 0)
  }

  /// So many digits after the point, `1,234.50`; `inf`, `-inf` and `nan` in words.
  package func text(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.description }
    return fixed(DecimalExpansion(value), decimals: decimals)
  }

  /// A share of a whole as percent: 0.0387 with two decimals is `3.87%`.
  package func percent(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.description }
    return fixed(DecimalExpansion(value).multiplied(byPowerOfTen: 2), decimals: decimals) + "%"
  }

  /// So many significant digits at most, without trailing zeros; digits before the point are
  /// all kept. From 10^15 on and below 0.0001 with an exponent: `1.5e-7`.
  package func text(_ value: Double, significant: Int) -> String {
    guard value.isFinite else { return value.description }
    let expansion = DecimalExpansion(value)
    if expansion.isZero { return "0" }
    if expansion.integerDigitCount > 15 || expansion.integerDigitCount < -3 {
      return scientific(expansion, significant: significant)
    }
    let decimals = max(0, significant - expansion.integerDigitCount)
    return withoutTrailingZeros(fixed(expansion, decimals: decimals))
  }

  /// How many digits after the point `text(_:significant:)` prints.
  func decimalsNeeded(_ value: Double, significant: Int) -> Int {
    let text = NumberFormat().text(value, significant: significant)
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text.distance(from: point, to: text.endIndex) - 1
  }

  private func fixed(_ expansion: DecimalExpansion, decimals: Int) -> String {
    let (integer, fraction) = expansion.parts(decimals: decimals)
    // What rounds to zero has no sign.
    let isZero = (integer + fraction).utf8.allSatisfy { $0 == UInt8(ascii: "0") }
    let sign = expansion.isNegative && !isZero ? "-" : ""
    let point = decimals > 0 ? String(decimalSeparator) : ""
    return sign + grouped(integer) + point + fraction
  }

  private func scientific(_ expansion: DecimalExpansion, significant: Int) -> String {
    let (digits, exponent) = expansion.scientificParts(significant: significant)
    let mantissa = "\(digits.prefix(1))\(decimalSeparator)\(digits.dropFirst())"
    return (expansion.isNegative ? "-" : "") + withoutTrailingZeros(mantissa) + "e\(exponent)"
  }

  private func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(decimalSeparator) else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.last == decimalSeparator { text.removeLast() }
    return text
  }

  private func grouped(_ digits: String) -> String {
    guard let groupSeparator, digits.utf8.count > 3 else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result.append(groupSeparator) }
      result.append(digit)
    }
    return result
  }
}
