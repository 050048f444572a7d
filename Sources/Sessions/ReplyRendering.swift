import Columns
import Language
package import Presentation
import Texts

/// A reply as text: what was asked for, and what is said beside it.
package struct RenderedReply: Sendable {
  /// Results: standard output.
  package var output = ""
  /// Reports of loads, notes, warnings and errors: standard error in batch, the same stream on a screen.
  package var remarks = ""
}

/// How replies are shown.
package struct ReplyStyle: Sendable {
  package var format: OutputFormat
  package var options: RenderingOptions
  /// Whether notes, reports and status stand with the results, as on a screen and in a notebook.
  package var keepsRemarksWithResults: Bool
  /// How many lines a picture fills; nil for as many as usual.
  package var chartHeight: Int?
  /// Whether the report of a load is shown.
  package var showsReports = true

  package init(format: OutputFormat, options: RenderingOptions, keepsRemarksWithResults: Bool) {
    self.format = format
    self.options = options
    self.keepsRemarksWithResults = keepsRemarksWithResults
  }

  /// Canonical text of a notebook's output: plain, 100 columns, at most 40 rows of a table.
  package static let notebook: ReplyStyle = {
    var options = RenderingOptions.canonical
    options.maximumRows = 40
    options.wayToAllRows = "| show all"
    return ReplyStyle(format: .plain, options: options, keepsRemarksWithResults: true)
  }()
}

extension Reply {
  /// The reply in a style. `line` is the statement, which `json-full` repeats.
  package func rendered(in style: ReplyStyle) -> RenderedReply {
    var result = RenderedReply()
    for block in blocks {
      let (text, isResult) = rendered(block, in: style)
      if isResult || style.keepsRemarksWithResults {
        if style.keepsRemarksWithResults, !result.output.isEmpty { result.output += "\n" }
        result.output += text
      } else {
        result.remarks += text
      }
      let notes = notes(of: block, in: style)
      if style.keepsRemarksWithResults, !style.format.isForMachines {
        result.output += notes
      } else if style.format != .jsonFull {
        result.remarks += notes
      }
    }
    for diagnostic in warnings + errors {
      result.remarks += wrapped(render(diagnostic, in: source), in: style) + "\n"
    }
    return result
  }

  /// A diagnostic whose sentences keep to the width; the line under which the caret stands does as it is.
  private func wrapped(_ text: String, in style: ReplyStyle) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("  ") || displayWidth(String(line)) <= style.options.width
        ? String(line)
        : Texts.wrapped(String(line), toWidth: style.options.width).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  private func rendered(_ block: Block, in style: ReplyStyle) -> (text: String, isResult: Bool) {
    switch block {
    case .table(let table, let limit):
      var options = style.options
      if style.format.isForMachines {
        options.maximumRows = nil
      } else {
        switch limit {
        case .usual: break
        case .rows(let count): options.maximumRows = count
        case .all: options.maximumRows = nil
        }
      }
      return (
        Presentation.render(table, as: style.format, line: source.text, options: options), true
      )
    case .chart(let chart, let table):
      guard !style.format.isForMachines else {
        return (
          Presentation.render(table, as: style.format, line: source.text, options: style.options),
          true
        )
      }
      return (draw(chart, options: style.options, height: style.chartHeight), true)
    case .working(let working):
      guard !style.format.isForMachines else {
        return (
          Presentation.render(
            working.table, as: style.format, line: source.text, options: style.options), true
        )
      }
      return (Presentation.render(working, options: style.options), true)
    case .text(let text): return (text, true)
    case .report where !style.showsReports: return ("", false)
    case .report(let lines): return (lines.map { visible($0) + "\n" }.joined(), false)
    case .status(let text): return (visible(text) + "\n", false)
    }
  }

  private func notes(of block: Block, in style: ReplyStyle) -> String {
    switch block {
    case .table(let table, _): renderNotes(table, options: style.options)
    case .chart, .working, .text, .report, .status: ""
    }
  }
}

extension Working {
  /// The working as rows, for formats that programs read.
  fileprivate var table: Table {
    var rows = [("summary", summary)]
    for step in steps {
      rows.append(("formula", step.words))
      rows.append(("numbers", step.numbers))
    }
    rows.append(("source", source))
    rows += pitfalls.map { ("pitfall", $0) }
    return Table(
      schema: Schema([Field("part", .text), Field("text", .text)]),
      columns: [
        Column(.text, rows.map { .text($0.0) }), Column(.text, rows.map { .text($0.1) }),
      ])
  }
}
