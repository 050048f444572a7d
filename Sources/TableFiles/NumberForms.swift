/// The sign between the whole and the fraction of a number.
enum DecimalMark: UInt8 {
  case point = 0x2E
  case comma = 0x2C

  var other: DecimalMark { self == .point ? .comma : .point }
}

/// Currencies that a number may carry, as a set.
struct Currencies: OptionSet {
  var rawValue: UInt8
  static let euro = Currencies(rawValue: 1)
  static let dollar = Currencies(rawValue: 2)
  static let pound = Currencies(rawValue: 4)
  static let franc = Currencies(rawValue: 8)

  /// The usual sign, where there is one currency only.
  var sign: String? {
    switch self {
    case .euro: "€"
    case .dollar: "$"
    case .pound: "£"
    case .franc: "CHF"
    default: nil
    }
  }
}

/// What the marks in a number say by themselves.
enum NumberForm {
  /// Digits only.
  case plain
  /// `1 234` or `1'234`.
  case grouped
  /// A fraction behind the mark: `1.5`, `1,234.5`.
  case fraction(DecimalMark)
  /// Groups of three, the mark more than once: `1.234.567`.
  case groupedBy(DecimalMark)
  /// One mark and three digits: `1.234` may be a thousand or a fraction.
  case ambiguous(DecimalMark)
}

/// How accountants mark a number below zero, other than by a minus before it.
enum AccountingSign {
  /// `(1.50)`
  case parentheses
  /// `1.50-`
  case minusBehind
}

/// A number as it stands in a cell, before it is known which mark is the decimal one.
struct ScannedNumber {
  var form = NumberForm.plain
  var isNegative = false
  /// It is below zero as accountants write it.
  var accounting: AccountingSign?
  var isPercent = false
  var hasPlus = false
  var currency: Currencies = []
  /// All digits before the exponent, without marks; not meaningful where `overflows`.
  var digits: UInt64 = 0
  var digitCount = 0
  /// The digits do not fit into 64 bits.
  var overflows = false
  /// `007`: an identifier rather than a number.
  var hasLeadingZero = false
  /// How many digits stand behind the last mark.
  var tail = 0
  var exponent: Int?

  /// How many digits are a fraction when `mark` is the decimal one; nil if the form contradicts it.
  func fractionDigits(_ mark: DecimalMark) -> Int? {
    switch form {
    case .plain, .grouped: 0
    case .fraction(let own): own == mark ? tail : nil
    case .groupedBy(let own): own == mark ? nil : 0
    case .ambiguous(let own): own == mark ? tail : 0
    }
  }

  /// The whole number, or nil if it has a fraction or does not fit.
  func integer(_ mark: DecimalMark) -> Int64? {
    guard !overflows, exponent == nil, !isPercent, fractionDigits(mark) == 0 else { return nil }
    if isNegative { return digits <= UInt64(Int64.max) ? -Int64(digits) : nil }
    return Int64(exactly: digits)
  }

  /// The number, a percent as its hundredth, or nil if the form contradicts the mark. `cell` is
  /// the text that was scanned.
  func decimal(_ mark: DecimalMark, _ cell: Span<UInt8>) -> Double? {
    guard let fraction = fractionDigits(mark) else { return nil }
    let power = (exponent ?? 0) - fraction - (isPercent ? 2 : 0)
    let magnitude: Double
    if !overflows, digits <= 1 << 53, abs(power) <= 22 {
      // Both are exact, so that one rounding gives the nearest number (Clinger 1990).
      let whole = Double(digits)
      magnitude = power < 0 ? whole / powersOfTen[-power] : whole * powersOfTen[power]
    } else {
      let text = digitString(cell)
      guard let number = Double("\(text)e\(power)") else { return nil }
      magnitude = number
    }
    return isNegative ? -magnitude : magnitude
  }

  private func digitString(_ cell: Span<UInt8>) -> String {
    var text: [UInt8] = []
    for index in cell.indices where text.count < digitCount && isDigit(cell[index]) {
      text.append(cell[index])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

private let powersOfTen: [Double] = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
