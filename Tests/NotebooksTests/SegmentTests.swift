import Notebooks
import TestSupport
import Testing

@Suite("The segments of a notebook, and Jupyter")
struct SegmentTests {
  private func made(_ seed: UInt64) -> [UInt8] {
    var maker = NotebookMaker(seed: seed)
    return maker.parts().flatMap(\.bytes)
  }

  private func text(_ segments: [NotebookSegment]) -> String {
    segments.map { segment in
      switch segment {
      case .frontMatter(let text), .prose(let text): text
      case .cell(_, let fence, let between, let output): fence + between + output
      }
    }.joined()
  }

  @Test("are all of its bytes after the byte order mark", arguments: 1...300 as ClosedRange<UInt64>)
  func segmentsAreWhole(seed: UInt64) throws {
    let bytes = made(seed)
    let document = try NotebookDocument(recovering: bytes)
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    #expect(Array(text(document.segments).utf8) == Array(bytes[mark...]), "seed \(seed)")
    #expect(
      document.segments.count { if case .cell = $0 { true } else { false } } == document.cells.count
    )
  }

  @Test(
    "come back from Jupyter byte for byte", arguments: 1...300 as ClosedRange<UInt64>)
  func jupyterRoundTrip(seed: UInt64) throws {
    let bytes = made(seed)
    let document = try NotebookDocument(recovering: bytes)
    let written = document.jupyter(title: "T") { _ in [] }.indented
    #expect(try JupyterImport(Array(written.utf8)).bytes == bytes, "seed \(seed)")
  }

  @Test("keeps the fence of a cell that was edited in Jupyter, and drops its old output")
  func editedInJupyter() throws {
    let notebook =
      "# T\n\n```ritorno {#a rtol=1e-3}\nchurn\n```\n```output {#a hash=h}\n1\n```\n\nEnd\n"
    let document = try NotebookDocument(parsing: Array(notebook.utf8))
    let written = document.jupyter(title: "T") { _ in nil }.compact
      .replacing(#""source":["churn"]"#, with: #""source":["churn by year"]"#)
    let back = String(decoding: try JupyterImport(Array(written.utf8)).bytes, as: UTF8.self)
    #expect(back == "# T\n\n```ritorno {#a rtol=1e-3}\nchurn by year\n```\n\nEnd\n")
  }

  @Test("makes prose and code of a notebook in another language, which is never run")
  func foreignNotebook() throws {
    let file = """
      {"cells": [{"cell_type": "markdown", "source": "Hello"},
       {"cell_type": "code", "source": ["import os\\n", "print(1)"], "outputs": []}],
       "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 2}
      """
    let made = try JupyterImport(Array(file.utf8))
    #expect(made.foreignCount == 1)
    #expect(
      String(decoding: made.bytes, as: UTF8.self) == "Hello\n\n```\nimport os\nprint(1)\n```\n")
    #expect(try NotebookDocument(parsing: made.bytes).cells.isEmpty)
  }

  @Test(
    "refuses what is no Jupyter notebook of format 4",
    arguments: [
      "", "{", "[]", "{\"nbformat\": 3, \"cells\": []}", "{\"nbformat\": 4}", "{\"a\":1,\"a\":2}",
    ])
  func refuses(text: String) {
    #expect(throws: NotebookFileError.self) { try JupyterImport(Array(text.utf8)) }
  }

  @Test("gives a cell another source, or takes it out, and touches nothing else")
  func editing() throws {
    let text = "P\r\n\r\n~~~ritorno {#a}\r\nx\r\n~~~\r\n\r\n~~~output {#a}\r\n1\r\n~~~\r\nQ\r\n"
    let document = try NotebookDocument(parsing: Array(text.utf8))
    func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    #expect(
      string(document.replacingSource(of: "a", with: "y\nz"))
        == "P\r\n\r\n```ritorno {#a}\r\ny\r\nz\r\n```\r\n\r\n~~~output {#a}\r\n1\r\n~~~\r\nQ\r\n")
    #expect(string(document.removing("a")) == "P\r\nQ\r\n")
    #expect(string(document.removing("b")) == text)
  }
}
