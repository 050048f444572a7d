/// What could stand before the cursor in place of the word that is typed there.
package struct WordCompletion {
  package struct Candidate {
    package var text: String
    /// Whether a blank may follow.
    package var isWhole: Bool

    package init(_ text: String, isWhole: Bool) {
      self.text = text
      self.isWhole = isWhole
    }
  }

  /// Where the word begins, in UTF-8 bytes from the start of the text.
  package var start: Int
  package var candidates: [Candidate]
  /// Whether there are more, which are not known here.
  package var isCut: Bool
  /// The candidates as they are shown below the line on a window of so many columns and rows; each line
  /// ends with a newline.
  package var list: (_ columns: Int, _ rows: Int) -> String

  package init(
    start: Int, candidates: [Candidate], isCut: Bool = false,
    list: @escaping (Int, Int) -> String
  ) {
    self.start = start
    self.candidates = candidates
    self.isCut = isCut
    self.list = list
  }

  /// What all candidates begin with; nothing where not all are known.
  var commonPrefix: String {
    guard !isCut, var shared = candidates.first?.text[...] else { return "" }
    for candidate in candidates.dropFirst() {
      let length = zip(shared, candidate.text).prefix { $0 == $1 }.count
      shared = shared.prefix(length)
    }
    return String(shared)
  }
}
