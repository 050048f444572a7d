/// How a piece of text stands out where colour is used.
enum TextStyle: Hashable {
  case heading
  /// Lines, notes: what the eye may skip.
  case faint
  /// The colour of a line or bar by its number.
  case series(Int)

  /// The parameters of the escape sequence (ECMA-48, SGR; 256 colours).
  private var parameters: String {
    switch self {
    case .heading: "1"
    case .faint: "2"
    case .series(let number): "38;5;\(TextStyle.palette[number % TextStyle.palette.count])"
    }
  }

  /// Nearest to the colours of Okabe & Ito 2008, which colour-blind readers can tell apart:
  /// blue, orange, bluish green, vermilion, sky blue, reddish purple.
  private static let palette = [32, 214, 36, 166, 74, 175]

  func applied(to text: String, _ options: RenderingOptions) -> String {
    guard options.usesColor, !text.isEmpty else { return text }
    return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }
}
