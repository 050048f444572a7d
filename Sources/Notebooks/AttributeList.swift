/// The attributes in braces of a fence: `{#c1 .skip rtol=1e-6}`.
package struct AttributeList: Hashable, Sendable {
  package struct Pair: Hashable, Sendable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  package var id: String?
  package var classes: [String]
  /// In the order they are written; no key twice.
  package var pairs: [Pair]

  package init(id: String? = nil, classes: [String] = [], pairs: [Pair] = []) {
    self.id = id
    self.classes = classes
    self.pairs = pairs
  }

  /// The value of a key.
  package subscript(key: String) -> String? {
    pairs.first { $0.key == key }?.value
  }

  /// With braces: `{#c1 .error hash=5b1e9a20c7d4}`.
  package var text: String {
    var words: [String] = []
    if let id { words.append("#\(id)") }
    words += classes.map { ".\($0)" }
    words += pairs.map { "\($0.key)=\(Self.quoted($0.value))" }
    return "{\(words.joined(separator: " "))}"
  }

  private static func quoted(_ value: String) -> String {
    let isPlain = !value.isEmpty && !value.contains { " \t\"{}'=`".contains($0) }
    return isPlain ? value : "\"\(value)\""
  }
}

extension AttributeList {
  /// A sentence on what is wrong with the braces.
  struct Problem: Error {
    var message: String
  }

  /// Reads what follows the first word of an info string: nothing, or one pair of braces.
  init(parsing text: String) throws(Problem) {
    self.init()
    let inside = trimmed(text)
    guard !inside.isEmpty else { return }
    guard inside.hasPrefix("{") else {
      throw Problem(message: "`\(inside)` is not in braces")
    }
    guard inside.hasSuffix("}") else {
      throw Problem(message: "the braces `\(inside)` are not closed")
    }
    var keys = Set<String>()
    var names = Set<String>()
    for word in try Self.words(of: inside.dropFirst().dropLast()) {
      // A class given twice counts once.
      if word.hasPrefix("."), !names.insert(word).inserted { continue }
      try add(word, &keys)
    }
  }

  private mutating func add(_ word: String, _ keys: inout Set<String>) throws(Problem) {
    let rest = String(word.dropFirst())
    if word.hasPrefix("#") {
      guard id == nil, Self.isName(rest) else {
        throw Problem(message: "`\(word)` is a second id or an empty one")
      }
      id = rest
    } else if word.hasPrefix(".") {
      guard Self.isName(rest) else { throw Problem(message: "`\(word)` is not a class") }
      classes.append(rest)
    } else if let equals = word.firstIndex(of: "="), equals > word.startIndex {
      let key = String(word[..<equals])
      guard keys.insert(key).inserted else { throw Problem(message: "`\(key)` is given twice") }
      pairs.append(Pair(key, Self.unquoted(word[word.index(after: equals)...])))
    } else {
      throw Problem(message: "`\(word)` is not an id, a class or key=value")
    }
  }

  /// Without a backtick: the info string of an output's fence cannot hold one.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && !text.unicodeScalars.contains { "#{}\"'=`".unicodeScalars.contains($0) }
  }

  private static func unquoted(_ value: Substring) -> String {
    guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else {
      return String(value)
    }
    return String(value.dropFirst().dropLast())
  }

  /// Words between blanks; blanks in double quotes belong to a word.
  private static func words(of text: Substring) throws(Problem) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, character == " " || character == "\t" {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    guard !isQuoted else { throw Problem(message: "a double quote is not closed") }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
