import TestSupport
import Testing

/// The forms of a result, and what never stands in them.
@Suite("Formats")
struct FormatTests {
  private let program: Program

  init() throws {
    program = try Program()
  }

  private func answer(
    _ flags: [String], _ line: String, environment: [String] = []
  ) throws -> Program.Result {
    try program.run(
      flags + ["-c", "load canadian_senators.csv", "-c", line], environment: environment)
  }

  @Test(
    "prints a result in every form",
    arguments: [
      (["--format", "plain"], "reason                  n\nDeath                 494\n"),
      (["--format", "csv"], "reason,n\nDeath,494\n"), (["--csv"], "reason,n\nDeath,494\n"),
      (["--format", "json"], "[{\"reason\":\"Death\",\"n\":494},"),
      (["--json"], "[{\"reason\":\"Death\",\"n\":494},"),
      (["--format", "json-full"], "{\"line\":\"group by reason: n = count()\",\"columns\":["),
      (["--format", "jsonl"], "{\"reason\":\"Death\",\"n\":494}\n"),
      (["--format", "markdown"], "| reason               |   n |\n"),
      (["--format", "box"], "┌──────────────────────┬─────┐\n"),
    ])
  func forms(flags: [String], start: String) throws {
    let result = try answer(flags, "group by reason: n = count()")
    #expect(result.output.hasPrefix(start), "\(result.output.prefix(200))")
    #expect(result.status == 0)
  }

  @Test("writes JSON of a statement on one line")
  func jsonOnOneLine() throws {
    for format in ["json", "json-full"] {
      let result = try answer(["--format", format], "churn by year in 2000..2013")
      #expect(result.output.count(of: "\n") == 1)
      #expect(result.output.hasSuffix("\n"))
    }
  }

  @Test("writes a missing value as nothing in CSV and as null in JSON, and rates unrounded")
  func machineValues() throws {
    let csv = try answer(["--csv"], "churn by year in 2012..2013").output
    #expect(csv.contains("2012,98,12,9,0,101,0.09183673469387756,"))
    #expect(csv.contains("2013,101,6,8,0,99,,,,,unfinished\n"))
    let json = try answer(["--json"], "churn by year in 2012..2013").output
    #expect(json.contains("\"rate\":0.09183673469387756,"))
    #expect(json.contains("\"rate\":null,"))
  }

  @Test("shows all rows where no terminal is, unless told otherwise")
  func allRows() throws {
    #expect(try answer([], "select start").output.count(of: "\n") == 934)
    #expect(try answer(["--csv"], "select start").output.count(of: "\n") == 934)
    let short = try answer(["--max-rows", "2"], "select start").output
    #expect(short.hasPrefix("start_date\n1887-05-12\n1896-01-07\n931 more rows"))
  }

  @Test(
    "writes no colour without a terminal and none where NO_COLOR is set",
    arguments: [[], ["NO_COLOR=1"], ["TERM=xterm-256color"], ["NO_COLOR=1", "FORCE_COLOR=1"]])
  func noColor(environment: [String]) throws {
    let lines = ["group by reason", "churn by year | plot", "churn in 2012 | how", "fliter x"]
    for flags in [[], ["--format", "box"]] {
      let result = try program.run(
        flags + ["--keep-going", "canadian_senators.csv"] + lines.flatMap { ["-c", $0] },
        environment: environment)
      #expect(result.output.contains("Resignation"))
      #expect(!result.output.contains("\u{1b}"))
      #expect(!result.errors.contains("\u{1b}"))
    }
  }

  @Test("writes colour where it is asked for")
  func color() throws {
    let result = try answer(["--color", "always", "--format", "box"], "group by reason")
    #expect(result.output.contains("\u{1b}["))
    let never = try answer(
      ["--color", "never", "--format", "box"], "group by reason", environment: ["FORCE_COLOR=1"])
    #expect(!never.output.contains("\u{1b}"))
  }

  @Test("makes control characters of the data visible")
  func controlCharacters() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,name\n1,\u{1b}]0;owned\u{7}x\n2,\u{202e}y\n", to: "x.csv")
    for format in ["plain", "box", "markdown"] {
      let result = try program.run(
        ["--format", format, "-c", "load x.csv", "-c", "show all"], in: folder.path)
      #expect(!result.output.contains("\u{1b}"), "\(format)")
      #expect(!result.output.contains("\u{202e}"), "\(format)")
      #expect(!result.errors.contains("\u{1b}"), "\(format)")
    }
  }

  @Test("guards the cells of CSV against being taken for formulas")
  func formulas() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,name\n1,=1+1\n2,-5\n3,@x\n", to: "x.csv")
    let result = try program.run(
      ["--csv", "-c", "load x.csv", "-c", "select name"], in: folder.path)
    #expect(!result.output.contains("\n=1+1"))
    #expect(!result.output.contains("\n@x"))
    #expect(result.output.contains("\n-5\n"))
  }

  @Test("draws without Unicode where the locale has none")
  func asciiFallback() throws {
    let result = try answer(
      ["--format", "box"], "churn by year in 2000..2012 | plot",
      environment: ["LC_ALL=C", "LANG=C"])
    #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("gives the same bytes twice", arguments: ["churn by year", "group by reason, year"])
  func sameBytes(line: String) throws {
    #expect(try answer([], line).output == answer([], line).output)
  }
}
