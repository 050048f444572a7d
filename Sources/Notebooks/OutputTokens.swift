/// A piece of an output: a number printed with a fraction or an exponent, or any other text.
enum OutputToken: Hashable {
  case text(String)
  /// A whole number as it is printed: a count.
  case whole(String)
  case number(PrintedNumber)
}

/// A number with the place its last digit stands for.
struct PrintedNumber: Hashable {
  var value: Double
  /// 10 to the power of the last printed place: 0.1 for 41.3, 100 for 1.23e4.
  var unit: Double
}

/// The pieces of one word (a text between blanks).
///
/// Digits with more than one point (a date 15.01.2024, a version) and digits inside a word
/// (`c4`, a hash) are text.
func outputTokens(of word: Substring) -> [OutputToken] {
  var reader = OutputTokenReader(bytes: Array(word.utf8))
  return reader.tokens()
}

private struct OutputTokenReader {
  let bytes: [UInt8]
  private var position = 0
  private var text: [UInt8] = []
  private var result: [OutputToken] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func tokens() -> [OutputToken] {
    while position < bytes.count {
      if let (token, end) = numberToken(at: position) {
        flush()
        result.append(token)
        position = end
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    flush()
    return result
  }

  private mutating func flush() {
    if !text.isEmpty { result.append(.text(String(decoding: text, as: UTF8.self))) }
    text = []
  }

  private func numberToken(at start: Int) -> (OutputToken, end: Int)? {
    guard !followsWord(start) else { return nil }
    let isSigned = byte(start) == UInt8(ascii: "-") || byte(start) == UInt8(ascii: "+")
    let digits = start + (isSigned ? 1 : 0)
    var end = endOfWholePart(digits)
    guard end > digits else { return nil }
    var decimals = 0
    if byte(end) == UInt8(ascii: "."), isDigit(end + 1) {
      let fraction = end + 1
      end = endOfDigits(fraction)
      decimals = end - fraction
      if byte(end) == UInt8(ascii: "."), isDigit(end + 1) { return nil }
    }
    let exponent = exponent(at: end)
    if let exponent { end = exponent.end }
    if let next = byte(end), isWordByte(next) && !isUnit(end) { return nil }
    let printed = bytes[start..<end].filter { $0 != UInt8(ascii: ",") }
    let characters = String(decoding: printed, as: UTF8.self)
    guard decimals > 0 || exponent != nil, let value = Double(characters), value.isFinite else {
      return (.whole(characters), end)
    }
    let unit = Double("1e\((exponent?.value ?? 0) - decimals)") ?? 0
    return (.number(PrintedNumber(value: value, unit: unit)), end)
  }

  /// Digits, with commas between groups of three.
  private func endOfWholePart(_ start: Int) -> Int {
    var end = endOfDigits(start)
    guard (1...3).contains(end - start) else { return end }
    while byte(end) == UInt8(ascii: ","), endOfDigits(end + 1) == end + 4 { end += 4 }
    return end
  }

  private func exponent(at start: Int) -> (value: Int, end: Int)? {
    guard byte(start) == UInt8(ascii: "e") || byte(start) == UInt8(ascii: "E") else { return nil }
    let isSigned = byte(start + 1) == UInt8(ascii: "-") || byte(start + 1) == UInt8(ascii: "+")
    let digits = start + (isSigned ? 2 : 1)
    let end = endOfDigits(digits)
    guard (1...3).contains(end - digits),
      let value = Int(String(decoding: bytes[(start + 1)..<end], as: UTF8.self))
    else { return nil }
    return (value, end)
  }

  /// Letters that stand for a unit (`3.2s`, `14d`) end the word; others make it a name.
  private func isUnit(_ start: Int) -> Bool {
    bytes[start...].allSatisfy { (0x61...0x7A).contains($0 | 0x20) } && bytes.count - start <= 2
  }

  private func followsWord(_ start: Int) -> Bool {
    guard start > 0, let before = byte(start - 1) else { return false }
    if isWordByte(before) { return true }
    let isPoint = before == UInt8(ascii: ".")
    return isPoint && isDigit(start) && start > 1 && isDigit(start - 2)
  }

  private func endOfDigits(_ start: Int) -> Int {
    var end = start
    while isDigit(end) { end += 1 }
    return end
  }

  private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
  private func isDigit(_ index: Int) -> Bool {
    byte(index).map { (0x30...0x39).contains($0) } ?? false
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
