import Language
import Notebooks
import Planning
import Spreadsheets
import TableFiles
import Vocabulary

/// Feeds bytes that libFuzzer makes to whatever reads the bytes of strangers.
///
/// `RITORNO_FUZZ=1 swift build -c release --scratch-path .build-fuzz --product Fuzzing`, then
/// `SWIFT_BACKTRACE=enable=no .build-fuzz/release/Fuzzing notebook -max_total_time=600`. A crash leaves
/// its bytes in a file; it becomes a test, and is mended.
@main
struct Fuzzing {
  /// What can be fed, by name.
  static let readers: [String: @Sendable ([UInt8]) -> Void] = [
    "notebook": readNotebook,
    "table": readTableFile,
    "xlsx": readWorkbook,
    "json": { _ = try? loadTable(bytes: $0, writtenAs: "x.json") },
    "csv": readCSV,
    "values": readValues,
    "line": readLine,
    "jupyter": { _ = try? JupyterImport($0) },
    "markdown": { _ = html(ofMarkdown: String(decoding: $0, as: UTF8.self)) },
  ]

  static func main() {
    let names = readers.keys.sorted().joined(separator: "|")
    guard CommandLine.arguments.count > 1, let reader = readers[CommandLine.arguments[1]] else {
      print("usage: Fuzzing \(names) [FLAGS OF LIBFUZZER] [CORPUS]")
      return
    }
    runFuzzer(reader)
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

private func readTableFile(_ bytes: [UInt8]) {
  _ = try? readTable(bytes: bytes, writtenAs: "x.csv")
}

/// The bytes as a whole workbook, or, since few bytes make a valid archive, as one of the parts of one.
private func readWorkbook(_ bytes: [UInt8]) {
  _ = try? loadTable(bytes: bytes, writtenAs: "x.xlsx")
  guard let choice = bytes.first else { return }
  let fuzzed = [
    "xl/worksheets/a.xml", "xl/s.xml", "xl/f.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
  ]
  let chosen = fuzzed[Int(choice) % fuzzed.count]
  var zip = ZipWriter()
  for (name, text) in workbookParts {
    zip.add(name, name == chosen ? Array(bytes.dropFirst()) : Array(text.utf8), packs: false)
  }
  _ = try? loadTable(bytes: zip.archive(), writtenAs: "x.xlsx")
}

private let workbookParts = [
  (
    "xl/workbook.xml",
    """
    <workbook><sheets><sheet name="A" sheetId="1" r:id="a"/><sheet name="B" state="hidden" r:id="a"/>
    </sheets></workbook>
    """
  ),
  (
    "xl/_rels/workbook.xml.rels",
    """
    <Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/a.xml"/>
    <Relationship Id="b" Type="x/sharedStrings" Target="s.xml"/>
    <Relationship Id="c" Type="x/styles" Target="/xl/f.xml"/></Relationships>
    """
  ),
  (
    "xl/worksheets/a.xml",
    """
    <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
    <row r="2"><c r="A2" s="1"><v>45000.5</v></c><c r="B2"><v>1.5</v></c></row></sheetData>
    <mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>
    """
  ),
  ("xl/s.xml", "<sst><si><t>start</t></si><si><r><t>fe</t></r><r><t>e</t></r></si></sst>"),
  (
    "xl/f.xml",
    """
    <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yy hh:mm"/></numFmts><cellXfs>
    <xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>
    """
  ),
]

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
