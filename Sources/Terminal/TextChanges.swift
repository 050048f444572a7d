/// What a text was before each change, so that changes can be taken back.
struct TextChanges {
  private typealias State = (text: [Unicode.Scalar], cursor: Int)

  private static let most = 500
  private var states: [State] = []
  private var current: State = ([], 0)
  private var isTyping = false

  /// Takes down the text as it is now. Letters typed one after the other are one change, up to a blank.
  mutating func note(_ text: [Unicode.Scalar], cursor: Int) {
    defer { current.cursor = cursor }
    guard text != current.text else { return }
    let isNext =
      text.count == current.text.count + 1 && cursor == current.cursor + 1
      && text[cursor - 1].properties.isAlphabetic
    if !(isTyping && isNext) { states.append(current) }
    if states.count > Self.most { states.removeFirst() }
    isTyping = isNext
    current.text = text
  }

  /// The text before the last change, which is forgotten; nil where there is none.
  mutating func takeBack() -> (text: [Unicode.Scalar], cursor: Int)? {
    guard let last = states.popLast() else { return nil }
    current = last
    isTyping = false
    return last
  }
}
