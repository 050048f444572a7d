import Language
import Testing

@Suite("Scripts fall into statements")
struct SplitterTests {
  private func texts(_ script: String) -> [String] { splitStatements(script).map(\.text) }

  @Test(
    "a pipeline goes on where something is open, and where the next line starts with a pipe",
    arguments: [
      ("churn\nhow", ["churn", "how"]),
      ("churn |\nhow", ["churn |\nhow"]),
      ("churn |\n\n# wait\n how", ["churn |\n\n# wait\n how"]),
      ("churn\n  | how\n| plot\ncount", ["churn\n  | how\n| plot", "count"]),
      ("churn\n# every month\n| how", ["churn\n# every month\n| how"]),
      ("churn\n\n| how", ["churn", "| how"]),
      ("| how\n| plot", ["| how\n| plot"]),
      ("filter x in (1,\n2)\ncount", ["filter x in (1,\n2)", "count"]),
      ("filter x == \"a\nb\"\ncount", ["filter x == \"a\nb\"", "count"]),
      ("filter `a\nb` == 1\ncount", ["filter `a\nb` == 1", "count"]),
      ("# title\n\n  churn by month # note\n# end\n", ["churn by month # note"]),
      ("filter x == \"# no\"\ncount", ["filter x == \"# no\"", "count"]),
      ("load a#b.csv\ncount", ["load a#b.csv", "count"]),
      ("load l'anno.csv\ncount", ["load l'anno.csv", "count"]),
      (".note see (page 3 |\n| plot", [".note see (page 3 |", "| plot"]),
      (".note \"two\nlines\"\ncount", [".note \"two\nlines\"", "count"]),
      ("churn\r\nhow\rcount", ["churn", "how", "count"]),
      ("filter a ||\n b\ncount", ["filter a ||\n b", "count"]),
      ("filter x == \"open\ncount", ["filter x == \"open\ncount"]),
      ("", []), ("# only\n\n", []),
    ])
  func pieces(script: String, expected: [String]) {
    #expect(texts(script) == expected)
  }

  @Test("tells the first line and the place of each")
  func places() {
    let script = "# è\nchurn |\r\n how\n\n\rcount  \n"
    let statements = splitStatements(script)
    #expect(statements.map(\.firstLine) == [2, 6])
    let bytes = Array(script.utf8)
    for statement in statements {
      let part = bytes[statement.range.lowerBound..<statement.range.upperBound]
      #expect(String(decoding: part, as: UTF8.self) == statement.text)
    }
  }

  @Test(
    "knows at the prompt whether more is to come",
    arguments: [
      ("churn |", false), ("churn | # next", false), ("churn", true), ("", true), ("# a |", true),
      ("filter (a", false), ("filter (a)", true), ("filter x == \"a", false),
      ("filter `a", false), ("filter x == \"(\"", true), ("load l'anno.csv", true),
      (".note a |", true), (".note \"a", false), ("filter a ||", false), ("churn )", true),
      ("filter x == “a", false), ("filter x == “l’anno”", true),
    ])
  func completeness(text: String, expected: Bool) {
    #expect(isComplete(text) == expected)
  }

  @Test("each statement of a script parses by itself")
  func parses() {
    let script =
      "load gym.csv # first\nannual = filter plan == \"annual\"\n\nannual\n| churn\n| how"
    let canonical = splitStatements(script).map { outcome($0.text) }
    #expect(
      canonical == [
        "load gym.csv", "annual = filter plan == \"annual\"", "annual | churn | how",
      ])
  }
}
