import Texts

/// Collects the elements of an SVG document.
struct SVGPage {
  private let width: Double
  private let height: Double
  private let title: String
  private var elements: [String] = []

  init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
    text(truncated(title, toWidth: 84), x: 24, y: 30, size: 16)
  }

  /// Okabe & Ito 2008, which colour-blind readers can tell apart: blue, orange, bluish green,
  /// vermilion, sky blue, reddish purple.
  static func color(_ number: Int) -> String {
    let palette = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7"]
    return palette[number % palette.count]
  }

  var document: String {
    let size = "width=\"\(decimal(width))\" height=\"\(decimal(height))\""
    let box = "viewBox=\"0 0 \(decimal(width)) \(decimal(height))\""
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box) role=\"img\""
        + " font-family=\"sans-serif\">",
      "<title>\(escapedMarkup(title))</title>",
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
    ]
    return (head + elements + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", size: Double = 12,
    color: String = "#222222"
  ) {
    elements.append(
      "<text x=\"\(decimal(x))\" y=\"\(decimal(y))\" text-anchor=\"\(anchor)\""
        + " font-size=\"\(decimal(size))\" fill=\"\(color)\">\(escapedMarkup(text))</text>")
  }

  mutating func line(
    x1: Double, y1: Double, x2: Double, y2: Double, color: String, width: Double = 1,
    dash: String? = nil, hover: String? = nil
  ) {
    let ends =
      "x1=\"\(decimal(x1))\" y1=\"\(decimal(y1))\" x2=\"\(decimal(x2))\" y2=\"\(decimal(y2))\""
    let pattern = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    let stroke = "stroke=\"\(color)\" stroke-width=\"\(decimal(width))\"\(pattern)"
    append("line", "\(ends) \(stroke)", hover)
  }

  mutating func polyline(_ points: [(Double, Double)], color: String, dash: String? = nil) {
    guard points.count > 1 else { return }
    let pattern = dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    append(
      "polyline",
      "points=\"\(list(points))\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\""
        + " stroke-linejoin=\"round\"\(pattern)", nil)
  }

  mutating func polygon(
    _ points: [(Double, Double)], color: String, opacity: Double, hover: String
  ) {
    append(
      "polygon",
      "points=\"\(list(points))\" fill=\"\(color)\" fill-opacity=\"\(decimal(opacity))\"", hover)
  }

  mutating func circle(x: Double, y: Double, radius: Double, color: String, hover: String? = nil) {
    append(
      "circle",
      "cx=\"\(decimal(x))\" cy=\"\(decimal(y))\" r=\"\(decimal(radius))\" fill=\"\(color)\"", hover)
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, color: String, opacity: Double = 1,
    hover: String? = nil
  ) {
    let place = "x=\"\(decimal(x))\" y=\"\(decimal(y))\""
    let size = "width=\"\(decimal(width))\" height=\"\(decimal(height))\""
    append(
      "rect", "\(place) \(size) fill=\"\(color)\" fill-opacity=\"\(decimal(opacity))\"", hover)
  }

  private mutating func append(_ name: String, _ attributes: String, _ hover: String?) {
    guard let hover else { return elements.append("<\(name) \(attributes)/>") }
    elements.append("<\(name) \(attributes)><title>\(escapedMarkup(hover))</title></\(name)>")
  }

  private func list(_ points: [(Double, Double)]) -> String {
    points.map { "\(decimal($0.0)),\(decimal($0.1))" }.joined(separator: " ")
  }

  /// At most two decimals.
  private func decimal(_ value: Double) -> String {
    let hundredths = NumberFormat().text(value, decimals: 2)
    guard hundredths.hasSuffix("0") else { return hundredths }
    return hundredths.hasSuffix(".00")
      ? String(hundredths.dropLast(3)) : String(hundredths.dropLast())
  }
}

/// About how wide a text is at 12 pixels; no font is known here.
func svgTextWidth(_ text: String) -> Double { Double(displayWidth(text)) * 7 }
