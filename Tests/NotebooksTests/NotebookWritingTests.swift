import Notebooks
import Testing

private let fingerprint = DataFingerprint(name: "gym.csv", sha256: "ab12", bytes: 10, rows: 2)

private func written(
  _ text: String, _ outcomes: [CellOutcome], _ fingerprints: [DataFingerprint] = []
) throws -> String {
  let document = try NotebookDocument(parsing: bytes(text))
  return String(
    decoding: document.withOutputs(outcomes, fingerprints: fingerprints), as: UTF8.self)
}

@Suite("Writing outputs into a notebook")
struct NotebookWritingTests {
  @Test("puts an output below its cell and fingerprints into the front matter")
  func writesFirst() throws {
    let result = try written(
      "---\ntitle: T\n---\n\n```ritorno\nx\n```\n\nEnd.\n",
      [CellOutcome(cellID: "c1", text: "a  b\n1  2  \n", hash: "0123456789ab")], [fingerprint])
    #expect(
      result == """
        ---
        title: T
        data:
          gym.csv: { sha256: ab12, bytes: 10, rows: 2 }
        ---

        ```ritorno
        x
        ```
        ```output {#c1 hash=0123456789ab}
        a  b
        1  2
        ```

        End.

        """)
  }

  @Test("adds front matter where there is none and something to record")
  func addsFrontMatter() throws {
    #expect(
      try written("\u{FEFF}Hi\r\n", [], [fingerprint])
        == "\u{FEFF}---\r\nritorno: 1\r\ndata:\r\n  gym.csv: { sha256: ab12, bytes: 10, rows: 2 }\r\n---\r\nHi\r\n"
    )
    #expect(try written("Hi", [], []) == "Hi")
  }

  @Test("marks errors and truncated outputs by classes")
  func classes() throws {
    let cell = "```ritorno\nx\n```\n"
    #expect(
      try written(cell, [CellOutcome(cellID: "c1", text: "no", hash: "h", isError: true)])
        == cell + "```output {#c1 .error hash=h}\nno\n```\n")
    let long = CellOutcome(
      cellID: "c1", text: "no", hash: "h", truncation: .init(rows: 5000, shown: 40))
    #expect(
      try written(cell, [long])
        == cell + "```output {#c1 .truncated hash=h rows=5000 shown=40}\nno\n```\n")
  }

  @Test("takes a fence longer than every run of backticks inside")
  func fenceLength() throws {
    let result = try written(
      "```ritorno\nx\n```", [CellOutcome(cellID: "c1", text: "````\nA ``` B", hash: "h")])
    #expect(result == "```ritorno\nx\n```\n`````output {#c1 hash=h}\n````\nA ``` B\n`````")
  }

  @Test("records a file that was read twice once")
  func readTwice() throws {
    var later = fingerprint
    later.bytes = 11
    #expect(
      try written("Hi\n", [], [fingerprint, later])
        == "---\nritorno: 1\ndata:\n  gym.csv: { sha256: ab12, bytes: 11, rows: 2 }\n---\nHi\n")
  }

  @Test("removes the output of a cell that gives none, and the data entry without fingerprints")
  func removes() throws {
    let text = "---\ndata:\n  a: { sha256: 1, bytes: 2 }\n# mine\nx: y\n---\n"
    #expect(
      try written(
        text + "```ritorno\nx\n```\n\n```output {#c1}\n1\n```\nEnd\n",
        [CellOutcome(cellID: "c1", text: "\n", hash: "h")])
        == "---\n# mine\nx: y\n---\n```ritorno\nx\n```\n\nEnd\n")
  }

  @Test("writes names of files and ids of cells so that they read back, whatever they hold")
  func names() throws {
    let names = [
      "a b.csv", "../x/y-1_2+z.tsv", "\n", "e\u{301}", "a\\b", "#x", "x #y", " lead ", "-",
      "- a",
      "~", "null", "a: b", "a:", "{a}", "'", "it's", "\"", "\u{85}\u{2028}\u{200B}", "𝄞",
      "\u{0}\u{7F}",
      "12.5", "@", "%d", "👩‍👩‍👧", "[1]", ",", "key: {",
    ]
    let fingerprints = names.map { DataFingerprint(name: $0, sha256: "0a", bytes: 1, rows: 0) }
    let ids = ["a", "a.b", "é", "1", "-", "a:b,c", "[x]", "c1"]
    let cells = ids.map { "```ritorno {#\($0)}\nx\n```\n" }.joined() + "```ritorno\ny\n```"
    let document = try NotebookDocument(parsing: bytes(cells))
    let outcomes = document.cells.map { CellOutcome(cellID: $0.id, text: $0.id, hash: "h") }
    let written = document.withOutputs(outcomes, fingerprints: fingerprints)
    let again = try NotebookDocument(parsing: written)
    #expect(again.frontMatter.fingerprints == fingerprints)
    #expect(again.cells.map(\.id) == ids + ["c2"])
    #expect(again.cells.map { $0.output?.text } == ids + ["c2"])
    #expect(again.withOutputs(outcomes, fingerprints: fingerprints) == written)
    #expect(throws: NotebookError.self) {
      try NotebookDocument(parsing: bytes("~~~ritorno {#a`b}\nx\n~~~\n"))
    }
  }

  @Test("leaves the output of a cell without an outcome alone")
  func keeps() throws {
    let text = "```ritorno {.skip}\nx\n```\n~~~~output {#c1}\n1\n~~~~\n"
    #expect(try written(text, []) == text)
  }

  @Test(
    "changes nothing outside outputs and fingerprints, and nothing at all the second time",
    arguments: 0..<8)
  func preservesBytes(block: Int) throws {
    for seed in (block * 100)..<(block * 100 + 100) {
      var maker = NotebookMaker(seed: UInt64(seed))
      let parts = maker.parts()
      let document = try NotebookDocument(parsing: parts.flatMap(\.bytes))
      #expect(document.cells.count == parts.count { $0.isCell }, "seed \(seed)")
      let outcomes = maker.outcomes(for: document)
      let first = document.withOutputs(outcomes, fingerprints: maker.fingerprints)
      #expect(text(first) == text(maker.expected(parts, document, outcomes)), "seed \(seed)")
      let again = try NotebookDocument(parsing: first)
      #expect(again.cells.map(\.source) == document.cells.map(\.source), "seed \(seed)")
      #expect(again.cells.map(\.id) == document.cells.map(\.id), "seed \(seed)")
      #expect(again.frontMatter.fingerprints == maker.fingerprints, "seed \(seed)")
      for outcome in outcomes {
        let stored = again.cell(outcome.cellID)?.output?.text ?? ""
        #expect(stored == canonicalText(outcome.text), "seed \(seed)")
      }
      let second = again.withOutputs(outcomes, fingerprints: maker.fingerprints)
      #expect(second == first, "seed \(seed)")
    }
  }

  @Test("survives any mutation of its bytes", arguments: 0..<8)
  func mutations(block: Int) throws {
    for seed in (block * 100)..<(block * 100 + 100) {
      var maker = NotebookMaker(seed: UInt64(seed))
      let mutated = maker.mutated(maker.parts().flatMap(\.bytes))
      guard let document = try? NotebookDocument(recovering: mutated) else { continue }
      #expect(Set(document.cells.map(\.id)).count == document.cells.count, "seed \(seed)")
      let outcomes = document.cells.map { CellOutcome(cellID: $0.id, text: "`1`", hash: "h") }
      let once = document.withOutputs(outcomes, fingerprints: maker.fingerprints)
      let again = try NotebookDocument(recovering: once)
      #expect(again.cells.map(\.source) == document.cells.map(\.source), "seed \(seed)")
      let twice = again.withOutputs(outcomes, fingerprints: maker.fingerprints)
      #expect(twice == once, "seed \(seed)")
    }
  }
}
