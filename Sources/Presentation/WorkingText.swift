package import Columns
import Texts

/// What `how` prints: what is computed, each step in words and then with numbers, who defines it
/// so, and what can mislead.
package func render(_ working: Working, options: RenderingOptions) -> String {
  var lines = paragraph(working.summary, indent: 0, options)
  for step in working.steps {
    lines.append("")
    lines += paragraph(step.words, indent: 2, options)
    lines += paragraph(step.numbers, indent: 4, options).map {
      TextStyle.series(0).applied(to: $0, options)
    }
  }
  if !working.source.isEmpty {
    lines.append("")
    lines += paragraph(working.source, label: "Source: ", options)
  }
  if !working.pitfalls.isEmpty {
    lines += ["", "Mind:"]
    for pitfall in working.pitfalls { lines += paragraph(pitfall, label: "  - ", options) }
  }
  return lines.joined(separator: "\n") + "\n"
}

/// Indented lines; a line break in the text starts a new one.
private func paragraph(_ text: String, indent: Int, _ options: RenderingOptions) -> [String] {
  let blanks = String(repeating: " ", count: indent)
  return text.split(separator: "\n").flatMap { line in
    wrapped(visible(String(line)), toWidth: options.usableWidth - indent).map { blanks + $0 }
  }
}

/// The first line begins with a label, the others stand under its text.
private func paragraph(
  _ text: String, label: String, _ options: RenderingOptions
) -> [String] {
  let indent = String(repeating: " ", count: label.utf8.count)
  return wrapped(visible(text), toWidth: options.usableWidth - label.utf8.count).enumerated().map {
    ($0 == 0 ? label : indent) + $1
  }
}
