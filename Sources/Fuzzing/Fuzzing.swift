import Language
import Notebooks
import Planning
import ReadingChecks
import TestSupport
import Vocabulary

/// Feeds bytes that libFuzzer makes to whatever reads the bytes of strangers.
///
/// `RITORNO_FUZZ=1 swift build -c release --scratch-path .build-fuzz --product Fuzzing`, then
/// `SWIFT_BACKTRACE=enable=no .build-fuzz/release/Fuzzing notebook -max_total_time=600`. A crash leaves
/// its bytes in a file; it becomes a test, and is mended. `Fuzzing unpack KEPT FOLDER` makes a corpus of
/// those kept in Tests/TableFilesTests/corpus, and `Fuzzing pack FOLDER KEPT` keeps one.
@main
struct Fuzzing {
  /// What can be fed, by name.
  static let readers: [String: @Sendable ([UInt8]) -> Void] = {
    var readers: [String: @Sendable ([UInt8]) -> Void] = [
      "notebook": readNotebook,
      "line": readLine,
      "jupyter": { _ = try? JupyterImport($0) },
      "markdown": { _ = html(ofMarkdown: String(decoding: $0, as: UTF8.self)) },
    ]
    for check in ReadingCheck.allCases {
      readers[check.rawValue] = { bytes in
        if let problem = check.problem(bytes) { stop(problem) }
      }
    }
    return readers
  }()

  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    if words.count == 3, let from = words.dropFirst().first, let to = words.last {
      if words.first == "pack" { return try pack(from, into: to) }
      if words.first == "unpack" { return try unpack(from, into: to) }
    }
    guard let name = words.first, let reader = readers[name] else {
      let names = readers.keys.sorted().joined(separator: "|")
      print("usage: Fuzzing \(names) [FLAGS OF LIBFUZZER] [CORPUS]")
      print("       Fuzzing pack CORPUS FILE")
      print("       Fuzzing unpack FILE CORPUS")
      return
    }
    runFuzzer(reader)
  }

  /// Keeps a corpus in one file, in the order of its bytes.
  private static func pack(_ folder: String, into file: String) throws {
    let lines = try namesInFolder(folder).map { name in
      KeptCorpus.line(of: try readBytes("\(folder)/\(name)"))
    }
    try writeText(lines.sorted().map { "\($0)\n" }.joined(), to: file)
  }

  private static func unpack(_ file: String, into folder: String) throws {
    for (number, bytes) in (KeptCorpus.bytes(ofLines: try readText(file)) ?? []).enumerated() {
      try writeBytes(bytes, to: "\(folder)/kept-\(number)")
    }
  }
}

/// Reading, writing outputs twice, cutting at cells: what holds for a notebook holds for any bytes.
private func readNotebook(_ bytes: [UInt8]) {
  guard let document = try? NotebookDocument(recovering: bytes) else { return }
  let outcomes = document.cells.map { CellOutcome(cellID: $0.id, text: "a\n```\nb", hash: "h") }
  let print = DataFingerprint(name: "x: \"y\"", sha256: "00", bytes: 1, rows: 2)
  let once = document.withOutputs(outcomes, fingerprints: [print])
  guard document.problems.isEmpty, let again = try? NotebookDocument(parsing: once) else { return }
  precondition(again.cells.map(\.source) == document.cells.map(\.source), "a source has changed")
  precondition(again.withOutputs(outcomes, fingerprints: [print]) == once, "writing twice differs")
  let jupyter = document.jupyter(title: "t") { _ in nil }.compact
  guard String(validating: bytes, as: UTF8.self) != nil else { return }
  let back = try? JupyterImport(Array(jupyter.utf8)).bytes
  precondition(back == bytes, "Jupyter gives another notebook back")
}

/// Parsing what was printed gives the same statement.
private func readLine(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  for statement in splitStatements(text) {
    let parsed = parse(statement.text, grammar: Lexicon.standard.grammar)
    for diagnostic in parsed.diagnostics { _ = render(diagnostic, in: SourceText(statement.text)) }
    guard parsed.diagnostics.isEmpty, let tree = parsed.statement else { continue }
    let again = parse(format(tree), grammar: Lexicon.standard.grammar).statement
    precondition(
      again?.erasingRanges == tree.erasingRanges, "\(text) is read otherwise when printed")
  }
  _ = linePlace(in: text, grammar: Lexicon.standard.grammar)
}
