import Language
import Presentation
import Sessions
import TestSupport

/// A session written down in Markdown.
///
/// What stands in a fence `transcript` is the session: lines after `> ` are typed, and what follows
/// up to the next of them is answered; lines after `>> ` are typed too, and answered only if they
/// fail. All fences of a file are one session. After the word `transcript` a fence may name a format
/// (`json`), in which the answers are printed as in batch, with what goes to standard error after
/// `! `; and parameters (`province=Quebec`).
struct Transcript {
  let text: String

  /// The same document with the answers of today.
  func replayed() -> String {
    var session = Session(places: Transcript.places)
    var result: [Substring] = []
    var fence: Fence?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let open = fence {
        if line == "```" {
          result += open.replayed(in: &session).split(
            separator: "\n", omittingEmptySubsequences: false)
          result.append(line)
          fence = nil
        } else {
          fence?.lines.append(line)
        }
      } else {
        result.append(line)
        fence = Fence(opening: line)
      }
    }
    return result.joined(separator: "\n")
  }

  /// Whether anything is typed.
  var isEmpty: Bool { !text.split(separator: "\n").contains { $0.hasPrefix("> ") } }

  /// Paths start from the folder of the transcripts; the project's datasets are read as a notebook
  /// in `notebooks/` writes them.
  static var places: FilePlaces {
    var places = FilePlaces(folder: Project.path(folder))
    for file in Project.names(in: "datasets") {
      places.standIns["../datasets/\(file)"] = Project.path("datasets/\(file)")
    }
    return places
  }

  static let folder = "Tests/TranscriptTests/transcripts"
}

/// One fence of a transcript.
private struct Fence {
  let format: OutputFormat?
  let parameters: [String: Literal]
  var lines: [Substring] = []

  /// Nil where the line opens no transcript.
  init?(opening line: Substring) {
    guard line.hasPrefix("```transcript") else { return nil }
    let words = line.split(separator: " ").dropFirst().map(String.init)
    format = words.compactMap(OutputFormat.init(rawValue:)).first
    var parameters: [String: Literal] = [:]
    for word in words {
      if let sign = word.firstIndex(of: "=") {
        parameters[String(word[..<sign])] = Literal(written: String(word[sign...].dropFirst()))
      }
    }
    self.parameters = parameters
  }

  /// The lines typed, each with its answer.
  func replayed(in session: inout Session) -> String {
    session.parameters.merge(parameters) { _, new in new }
    var parts: [String] = []
    var typed: [Substring] = []
    for line in lines + [""] {
      if line.hasPrefix("> ") || line.hasPrefix(">> ") {
        typed.append(line)
      } else if !typed.isEmpty {
        parts.append(exchange(typed, in: &session))
        typed = []
      }
    }
    return parts.joined(separator: "\n\n")
  }

  /// The lines of one cell with what they answer.
  private func exchange(_ typed: [Substring], in session: inout Session) -> String {
    let source = typed.map { $0.drop { $0 == ">" }.dropFirst() }.joined(separator: "\n")
    let isQuiet = typed.allSatisfy { $0.hasPrefix(">>") }
    let result = session.evaluateCell(source)
    let answer = isQuiet && result.error == nil ? "" : text(of: result.replies)
    return (typed + answer.split(separator: "\n", omittingEmptySubsequences: false))
      .joined(separator: "\n").trimmingLastLineEnd()
  }

  private func text(of replies: [Reply]) -> String {
    var text = ""
    for reply in replies {
      if let format {
        let style = ReplyStyle(
          format: format, options: .canonical, keepsRemarksWithResults: false)
        let rendered = reply.rendered(in: style)
        text += rendered.output + marked(rendered.remarks)
      } else {
        let rendered = reply.rendered(in: .notebook)
        text += rendered.output + rendered.remarks
      }
    }
    return text
  }

  private func marked(_ remarks: String) -> String {
    remarks.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { ($0.isEmpty ? "!" : "! \($0)") + "\n" }.joined()
  }
}

extension String {
  fileprivate func trimmingLastLineEnd() -> String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
