/// Gives every different text a number, in order of first appearance. Texts are the same where their
/// code points are.
struct WordInterner {
  private(set) var words: [String] = []
  private var codes: [CodePoints: UInt32] = [:]

  mutating func code(of word: String) -> UInt32 {
    if let known = codes[CodePoints(text: word)] { return known }
    let code = UInt32(words.count)
    codes[CodePoints(text: word)] = code
    words.append(word)
    return code
  }
}

private struct CodePoints: Hashable {
  var text: String

  static func == (left: CodePoints, right: CodePoints) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
