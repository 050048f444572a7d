import Notebooks
import Testing

private let golden = """
  ---
  ritorno: 1
  title: Why annual members leave
  params: { plan: annual, min: 3 }
  author: Ann  # not ours
  data:
    gym.csv: { sha256: 9c41, bytes: 412233, rows: 5000 }
  ---
  # Why annual members leave
  Prose.

  ```ritorno {#c1}
  load gym.csv
  | churn
  ```
  ```output {#c1 hash=5b1e9a20c7d4}
  reason  members
  price       212
  ```

  ```ritorno
  churn by year
  ```

  ```ritorno {#broken .error rtol=1e-6}
  nonsense
  ```
  ```output {#broken .error hash=000000000000}
  unknown verb
  ```

  ```ritorno {.skip .volatile}
  how
  ```

  """

@Suite("A notebook document")
struct NotebookDocumentTests {
  @Test("reads front matter, cells and outputs of the specified form")
  func readsGolden() throws {
    let document = try NotebookDocument(parsing: bytes(golden))
    #expect(document.frontMatter.version == 1)
    #expect(document.frontMatter.title == "Why annual members leave")
    #expect(
      document.frontMatter.parameters == [
        NotebookParameter(name: "plan", value: "annual"),
        NotebookParameter(name: "min", value: "3"),
      ])
    #expect(
      document.frontMatter.fingerprints == [
        DataFingerprint(name: "gym.csv", sha256: "9c41", bytes: 412233, rows: 5000)
      ])
    #expect(document.cells.map(\.id) == ["c1", "c2", "broken", "c3"])
    #expect(document.cells[0].source == "load gym.csv\n| churn")
    #expect(document.cells[0].firstLine == 13)
    #expect(document.cells[0].output?.text == "reason  members\nprice       212")
    #expect(document.cells[0].output?.hash == "5b1e9a20c7d4")
    #expect(document.cells[0].output?.firstLine == 17)
    #expect(document.cells.map(\.expectsError) == [false, false, true, false])
    #expect(document.cells.map(\.isSkipped) == [false, false, false, true])
    #expect(document.cells.map(\.isVolatile) == [false, false, false, true])
    #expect(document.strayOutputs.isEmpty)
  }

  @Test("is a cell only by the first word of its info string")
  func firstWord() throws {
    for info in ["ritorno", "ritorno {#a}", "ritorno{#a}", "  ritorno\t{.x}  "] {
      let document = try NotebookDocument(parsing: bytes("```\(info)\nx\n```\n"))
      #expect(document.cells.count == 1, "\(info)")
    }
    for info in ["", "sql ritorno", "ritornox", "Ritorno", "{ritorno}", "output"] {
      let document = try NotebookDocument(parsing: bytes("```\(info)\nx\n```\n"))
      #expect(document.cells.isEmpty, "\(info)")
    }
  }

  @Test("finds the cells that two implementations of CommonMark find at the top level")
  func oracle() throws {
    for example in fenceOracleCases {
      let document = try NotebookDocument(recovering: bytes(example.text))
      #expect(document.cells.map(\.firstLine) == example.firstLines, "\(example.text)")
    }
  }

  @Test("takes an output only if it names the cell directly above")
  func outputNamesCell() throws {
    let cell = "```ritorno {#a}\nx\n```\n"
    let output = "```output {#a}\n1\n```\n"
    func outputs(_ text: String) throws -> [String?] {
      try NotebookDocument(parsing: bytes(text)).cells.map { $0.output?.text }
    }
    #expect(try outputs(cell + output) == ["1"])
    #expect(try outputs(cell + "\n \t\n" + output) == ["1"])
    #expect(try outputs(cell + "prose\n" + output) == [nil])
    #expect(try outputs(cell + "```output\n1\n```\n") == [nil])
    #expect(try outputs(cell + "```output {#b}\n1\n```\n") == [nil])
    #expect(try outputs(output + cell) == [nil])
    let twice = try NotebookDocument(parsing: bytes(cell + output + output))
    #expect(twice.strayOutputs.map(\.id) == ["a"] && twice.strayOutputs.map(\.line) == [7])
  }

  @Test("keeps a pair together when a cell without id is inserted above it")
  func insertedCell() throws {
    let pair = "```ritorno\nfirst\n```\n```output {#c1}\n1\n```\n"
    let document = try NotebookDocument(parsing: bytes("```ritorno\nnew\n```\n" + pair))
    #expect(document.cells.map(\.id) == ["c2", "c1"])
    #expect(document.cells.map { $0.output?.text } == [nil, "1"])
  }

  @Test("never assigns an id that is given anywhere")
  func assignedIDs() throws {
    let text = ["", "{#c1}", "", "{#c3}", ""].map { "```ritorno \($0)\nx\n```\n" }.joined()
    let document = try NotebookDocument(parsing: bytes(text))
    #expect(document.cells.map(\.id) == ["c2", "c1", "c4", "c3", "c5"])
  }

  @Test(
    "names what is wrong and the line",
    arguments: [
      ("---\nritorno: 1\n", 1, "never closed"),
      ("---\nritorno: 2\n---\n", 2, "newer Ritorno"),
      ("---\ntitle: T\nritorno: 2.1\n???\n---\n", 3, "newer Ritorno"),
      ("---\nritorno: one\n---\n", 2, "not a version"),
      ("---\ntitle: a\ntitle: b\n---\n", 3, "given on line 2 already"),
      ("---\ndata:\n\tx: {}\n---\n", 3, "tab"),
      ("---\nprose\n---\n", 2, "name: value"),
      ("---\nparams: { a: 1\n---\n", 2, "not closed"),
      ("---\nparams:\n  a: 1\n   b: 2\n---\n", 3, "unevenly"),
      ("---\nparams: { a: 1, a: 2 }\n---\n", 2, "given twice"),
      ("---\ntitle: \"open\n---\n", 2, "quote is not closed"),
      ("---\ntitle: [a]\n---\n", 2, "cannot begin with"),
      ("---\ndata:\n  x.csv: 3\n---\n", 2, "fingerprint"),
      ("text\n```ritorno\nx\n", 2, "never closed"),
      ("```ritorno {#a}\n```\n\n```ritorno {#a}\n```\n", 4, "taken by the cell on line 1"),
      ("```ritorno {#a\n```\n", 1, "not closed"),
      ("```ritorno a\n```\n", 1, "not in braces"),
      ("```ritorno {a}\n```\n", 1, "not an id"),
      ("```ritorno {x=1 x=2}\n```\n", 1, "given twice"),
    ])
  func problems(text: String, line: Int, part: String) throws {
    let error = #expect(throws: NotebookError.self) {
      try NotebookDocument(parsing: bytes(text))
    }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    #expect(error?.line == line || part == "unevenly")
  }

  @Test("refuses UTF-16 and a cell that is not UTF-8, but not prose in another encoding")
  func encodings() throws {
    #expect(throws: NotebookError.self) { try NotebookDocument(parsing: [0xFF, 0xFE, 0x41, 0]) }
    #expect(throws: NotebookError.self) {
      try NotebookDocument(parsing: bytes("```ritorno\n") + [0xE9] + bytes("\n```\n"))
    }
    let prose = bytes("caf") + [0xE9] + bytes("\n```ritorno\nx\n```\n")
    #expect(try NotebookDocument(parsing: prose).cells.count == 1)
  }

  @Test("reads the same cells with CR LF, CR and a byte order mark")
  func lineEnds() throws {
    let plain = try NotebookDocument(parsing: bytes(golden))
    for end in ["\r\n", "\r"] {
      let text =
        "\u{FEFF}"
        + golden.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: end)
      let document = try NotebookDocument(parsing: bytes(text))
      #expect(document.cells.map(\.source) == plain.cells.map(\.source))
      #expect(document.cells.map(\.firstLine) == plain.cells.map(\.firstLine))
      #expect(document.cells.map(\.output?.text) == plain.cells.map(\.output?.text))
      #expect(document.frontMatter.fingerprints == plain.frontMatter.fingerprints)
    }
  }

  @Test("cut at any byte, opens with every whole cell or is refused with one clear error")
  func cutAnywhere() throws {
    let whole = bytes(golden)
    let cells = try NotebookDocument(parsing: whole).cells
    let closings = cells.map { cell in
      // The offset after the fence line that closes the cell.
      var line = 0
      return
        (whole.indices.first { index in
          if whole[index] == 0x0A { line += 1 }
          return line == cell.firstLine + cell.source.split(separator: "\n").count
        } ?? 0)
    }
    for cut in 0...whole.count {
      let part = Array(whole[..<cut])
      let document = try NotebookDocument(recovering: part)
      let kept = closings.count { $0 <= cut }
      #expect(document.cells.count == kept, "cut at \(cut)")
      #expect(document.cells.map(\.source) == cells.prefix(kept).map(\.source), "cut at \(cut)")
      if !document.problems.isEmpty {
        #expect(throws: document.problems[0]) { try NotebookDocument(parsing: part) }
      }
    }
  }
}
