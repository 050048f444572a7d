/// A whole number with a comma between groups of three digits: `1,234`.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  let text = digits.enumerated().reduce(into: "") { text, next in
    if next.offset > 0, (digits.utf8.count - next.offset) % 3 == 0 { text += "," }
    text.append(next.element)
  }
  return number < 0 ? "-" + text : text
}
