import Texts

/// What a sample of a drawn thing stands for.
struct LegendItem {
  let sample: String
  let style: TextStyle?
  let text: String

  fileprivate var width: Int { displayWidth(sample) + 1 + displayWidth(text) }

  fileprivate func line(_ options: RenderingOptions) -> String {
    (style?.applied(to: sample, options) ?? sample) + " " + text
  }

  fileprivate func fitted(to width: Int, _ options: RenderingOptions) -> LegendItem {
    let room = width - displayWidth(sample) - 1
    let short = truncated(text, toWidth: room, ellipsis: options.ellipsis)
    return LegendItem(sample: sample, style: style, text: short)
  }
}

/// Legend items beside each other, as many a line as fit after an indent.
func legendLines(_ items: [LegendItem], indent: Int, _ options: RenderingOptions) -> [String] {
  let gap = 3
  let room = options.chartWidth - indent
  var lines: [String] = []
  var used = 0
  for item in items.map({ $0.fitted(to: room, options) }) {
    if !lines.isEmpty, used + gap + item.width <= room {
      lines[lines.count - 1] += String(repeating: " ", count: gap) + item.line(options)
      used += gap + item.width
    } else {
      lines.append(String(repeating: " ", count: indent) + item.line(options))
      used = item.width
    }
  }
  return lines
}
