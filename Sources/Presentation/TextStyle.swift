/// How a piece of text stands out where colour is used.
enum TextStyle: Hashable {
  case heading
  /// Lines, notes: what the eye may skip.
  case faint
  /// The colour of a line or bar by its number.
  case series(Int)

  /// The parameters of the escape sequence (ECMA-48, SGR; 256 colours); empty for none.
  private func parameters(_ theme: Theme) -> String {
    switch (self, theme) {
    case (.heading, .usual): "1"
    case (.heading, .projector): "1;7"
    case (.faint, .usual): "2"
    case (.faint, .projector): ""
    case (.series(let number), .usual):
      "38;5;\(TextStyle.palette[number % TextStyle.palette.count])"
    case (.series(let number), .projector):
      "1;38;5;\(TextStyle.palette[number % TextStyle.palette.count])"
    }
  }

  /// Nearest to the colours of Okabe & Ito 2008, which colour-blind readers can tell apart:
  /// blue, orange, bluish green, vermilion, sky blue, reddish purple.
  private static let palette = [32, 214, 36, 166, 74, 175]

  func applied(to text: String, _ options: RenderingOptions) -> String {
    let parameters = parameters(options.theme)
    guard options.usesColor, !text.isEmpty, !parameters.isEmpty else { return text }
    return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }
}
