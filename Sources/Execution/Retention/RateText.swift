import Calendars

/// A rate as a word in a sentence, two or three digits of it: 0.018423 is `1.84%`.
func percent(_ rate: Double) -> String {
  let number = rate * 100
  // As many decimals as show two digits of a small rate, and three of a larger one.
  let decimals =
    switch abs(number) {
    // Nearly everybody is not everybody.
    case 99.95..<100: 4
    case 10...: 1
    case 0.1...: 2
    case 0.01...: 3
    default: 5
    }
  return fixedFigure(number, decimals: decimals) + "%"
}

/// A count in full, any other number to three decimals.
func figure(_ number: Double) -> String { fixedFigure(number, decimals: 3) }

/// Money to the cent.
func moneyText(_ amount: Double) -> String { fixedFigure(amount, decimals: 2) }

/// Rounded to some decimals, without zeros at the end.
func fixedFigure(_ number: Double, decimals: Int) -> String {
  let unit = (0..<decimals).reduce(1) { product, _ in product * 10 }
  guard let digits = Int(exactly: (abs(number) * Double(unit)).rounded()) else {
    return "\(number)"
  }
  var fraction = decimals > 0 ? padded(digits % unit, to: decimals) : ""
  while fraction.hasSuffix("0") { fraction.removeLast() }
  let whole = (number < 0 && digits > 0 ? "-" : "") + String(digits / unit)
  return fraction.isEmpty ? whole : "\(whole).\(fraction)"
}
