import Notebooks
import TestSupport
import Testing

@Suite("A new notebook")
struct NewNotebookTests {
  @Test("has front matter, prose and cells of the specified form")
  func golden() {
    let made = NotebookDocument.newDocument(
      title: "Why: they leave",
      cells: [
        .init(id: "c1", source: "load a.csv\n", prose: "First."), .init(id: "c2", source: "churn"),
      ], parameters: [NotebookParameter(name: "plan", value: "annual")])
    #expect(
      text(made) == """
        ---
        ritorno: 1
        title: "Why: they leave"
        params:
          plan: annual
        ---
        # Why: they leave

        First.

        ```ritorno {#c1}
        load a.csv
        ```

        ```ritorno {#c2}
        churn
        ```

        """)
  }

  @Test("reads back as what it was made of, whatever the texts hold")
  func roundTrip() throws {
    let texts = [
      "churn", "", "a\n\n| b", "```", "`````\nx", "~~~", "<!-- open", "<pre>", "- item\n\n  ```",
      "> quote\nlazy", "    code", "\"q\" 'r' \\ : # {a} [b] - é", "---", "<script>\nx", "# h",
      "1. a",
      "<?php", "<![CDATA[", "<!D", "-", "null", "\u{7} \u{85} \u{2028} tab\there", " ~~~ritorno",
    ]
    for seed in 0..<300 {
      var generator = SeededGenerator(seed: UInt64(seed))
      func pick() -> String { texts.randomElement(using: &generator) ?? "" }
      let title = pick().replacing("\n", with: " ")
      let cells = (0..<4).map { index in
        NotebookDocument.NewCell(
          id: "c\(index)", source: pick(), prose: index == 1 ? nil : pick())
      }
      let parameters = [
        NotebookParameter(name: "a", value: pick(), isQuoted: true),
        NotebookParameter(name: "b", value: "12.5"),
      ]
      let made = NotebookDocument.newDocument(title: title, cells: cells, parameters: parameters)
      let document = try NotebookDocument(parsing: made)
      #expect(document.cells.map(\.id) == cells.map(\.id), "seed \(seed)")
      #expect(
        document.cells.map(\.source) == cells.map { canonicalText($0.source) }, "seed \(seed)")
      #expect(document.frontMatter.title == title, "seed \(seed)")
      #expect(document.frontMatter.parameters == parameters, "seed \(seed)")
      #expect(document.withOutputs([], fingerprints: []) == made, "seed \(seed)")
    }
  }
}
