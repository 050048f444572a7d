/// A positive number with two digits: 3.2e-12, 0.041, 1.5.
func twoDigits(_ value: Double) -> String {
  guard value.isFinite, value > 0 else { return "\(value)" }
  var exponent = 0
  var mantissa = value
  while mantissa >= 9.95 {
    mantissa /= 10
    exponent += 1
  }
  while mantissa < 0.995 {
    mantissa *= 10
    exponent -= 1
  }
  let tenths = Int((mantissa * 10).rounded())
  let digits = "\(tenths / 10).\(tenths % 10)"
  switch exponent {
  case 0: return digits
  case -3..<0:
    return "0." + String(repeating: "0", count: -exponent - 1) + digits.filter { $0 != "." }
  default: return "\(digits)e\(exponent)"
  }
}
