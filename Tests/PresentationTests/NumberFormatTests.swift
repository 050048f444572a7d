import Presentation
import TestSupport
import Testing

/// Values, decimals, and what Python 3.11 makes of them: `f"{x:.{n}f}"`, and for percent
/// `(Decimal(x) * 100).quantize(Decimal(1).scaleb(-n), ROUND_HALF_EVEN)`; zeros lose their sign.
private let roundedByPython: [(Double, Int, String, String)] = [
  (0.5, 0, "0", "50%"),
  (1.5, 0, "2", "150%"),
  (2.5, 0, "2", "250%"),
  (0.125, 2, "0.12", "12.50%"),
  (0.375, 2, "0.38", "37.50%"),
  (1.005, 2, "1.00", "100.50%"),
  (2.675, 2, "2.67", "267.50%"),
  (0.045, 2, "0.04", "4.50%"),
  (1e-05, 4, "0.0000", "0.0010%"),
  (.leastNonzeroMagnitude, 1, "0.0", "0.0%"),
  (0.1, 4, "0.1000", "10.0000%"),
  (0.3333333333333333, 4, "0.3333", "33.3333%"),
  (0.6666666666666666, 1, "0.7", "66.7%"),
  (999.995, 2, "1000.00", "99999.50%"),
  (0.9999999, 0, "1", "100%"),
  (-0.004, 4, "-0.0040", "-0.4000%"),
  (-0.5, 0, "0", "-50%"),
  (-1.5, 0, "-2", "-150%"),
  (123456789.125, 0, "123456789", "12345678912%"),
  (9007199254740992.0, 4, "9007199254740992.0000", "900719925474099200.0000%"),
  (1e+22, 0, "10000000000000000000000", "1000000000000000000000000%"),
  (4.35, 1, "4.3", "435.0%"),
  (0.0387, 3, "0.039", "3.870%"),
  (0.02345, 4, "0.0234", "2.3450%"),
  (-0.35233447033367526, 3, "-0.352", "-35.233%"),
  (-0.8551274266649145, 4, "-0.8551", "-85.5127%"),
  (0.014871466378840514, 1, "0.0", "1.5%"),
  (-860289.1528507621, 0, "-860289", "-86028915%"),
  (-818573.9733122699, 4, "-818573.9733", "-81857397.3312%"),
  (-752396.0777007088, 3, "-752396.078", "-75239607.770%"),
  (254866.4448111786, 3, "254866.445", "25486644.481%"),
  (3.6803093092722886e-128, 4, "0.0000", "0.0000%"),
  (2.228956530757789e-293, 0, "0", "0%"),
]

@Test("rounds as Python does, ties to the even digit", arguments: roundedByPython.indices)
func roundsAsPython(_ index: Int) {
  let (value, decimals, fixed, percent) = roundedByPython[index]
  #expect(NumberFormat().text(value, decimals: decimals) == fixed)
  #expect(NumberFormat().percent(value, decimals: decimals) == percent)
}

/// Rounds by one division of 128-bit integers, where the number is no larger than 2^53 and its
/// last bit no smaller than 2^-64.
private func roundedByDivision(_ value: Double, decimals: Int) -> String {
  let power = (0..<decimals).reduce(UInt128(1)) { product, _ in product * 10 }
  let shift = UInt128(max(0, 52 - Int(value.exponent)))
  let significand = UInt128(value.significandBitPattern | (1 << 52))
  let scaled = significand * power
  let divisor = UInt128(1) << shift
  var quotient = scaled / divisor
  let remainder = scaled % divisor
  if remainder * 2 > divisor || remainder * 2 == divisor && quotient % 2 == 1 { quotient += 1 }
  let digits = String(quotient)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let point = decimals == 0 ? "" : "."
  let sign = value < 0 && quotient > 0 ? "-" : ""
  return sign + padded.dropLast(decimals) + point + padded.suffix(decimals)
}

@Test("rounds random numbers as exact division does")
func roundsAsDivision() {
  var random = SeededGenerator(seed: 20_240_229)
  for _ in 0..<5000 {
    let value = Double.random(in: -1e6...1e6, using: &random)
    let share = Double.random(in: 0.0005...1, using: &random)
    // Many of these lie exactly between two decimals.
    let tie = Double(Int.random(in: 1...4000, using: &random)) / 16
    for number in [value, share, tie] where abs(number) > 0.0005 {
      let decimals = Int.random(in: 0...5, using: &random)
      #expect(
        NumberFormat().text(number, decimals: decimals)
          == roundedByDivision(number, decimals: decimals),
        "\(number) to \(decimals) decimals")
    }
  }
}

@Test(
  "separates groups of three digits",
  arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (123_456, "123,456"),
    (1_234_567, "1,234,567"), (Int64.max, "9,223,372,036,854,775,807"),
    (Int64.min, "-9,223,372,036,854,775,808"),
  ])
func groupsDigits(_ value: Int64, _ expected: String) {
  #expect(NumberFormat(groupSeparator: ",").text(value) == expected)
}

@Test("writes a decimal comma with points between groups")
func writesDecimalComma() {
  let format = NumberFormat(decimalSeparator: ",", groupSeparator: ".")
  #expect(format.text(1_234_567.891, decimals: 2) == "1.234.567,89")
  #expect(format.percent(0.0387, decimals: 2) == "3,87%")
}

@Test(
  "keeps six significant digits and every digit before the point",
  arguments: [
    (0, "0"), (1, "1"), (1.5, "1.5"), (1.0 / 3, "0.333333"), (2.0 / 3, "0.666667"),
    (123_456.789, "123457"), (1_234_567.89, "1234568"), (0.000_123_456_7, "0.000123457"),
    (1.5e-7, "1.5e-7"), (-2.25, "-2.25"), (1e15, "1e15"), (999_999_999_999_999, "999999999999999"),
    (1e300, "1e300"), (9.999_999_9e20, "1e21"), (1.234_567_8e-5, "1.23457e-5"),
    (.infinity, "inf"), (0.1 + 0.2, "0.3"), (9.999_999_9, "10"),
  ])
func keepsSignificantDigits(_ value: Double, _ expected: String) {
  #expect(NumberFormat().text(value, significant: 6) == expected)
}
