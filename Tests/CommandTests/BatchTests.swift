import TestSupport
import Testing

/// Lines from flags, scripts and standard input: what a shell script meets.
@Suite("Batch")
struct BatchTests {
  private let program: Program
  private static let load = "load canadian_senators.csv"

  init() throws {
    program = try Program()
  }

  @Test("loads standard input where the lines come from flags")
  func dataOnStandardInput() throws {
    let result = try program.run(
      ["-c", "load - | count"], input: "id,start\n1,2024-01-01\n2,2024-02-01\n")
    #expect(result.output == "count\n    2\n")
    #expect(result.errors.hasPrefix("input: 2 rows, 2 columns, clients"))
    let lines = try program.run([], input: "load -\n")
    #expect(lines.errors.hasPrefix("error: standard input is not data here"))
    #expect(lines.status == 1)
  }

  @Test("executes the lines of -c in their order")
  func linesOfFlags() throws {
    let result = try program.run([
      "-c", BatchTests.load, "-c", "filter start >= 2000 | count", "-c", "count",
    ])
    #expect(result.output == "count\n  106\ncount\n  933\n")
    #expect(result.status == 0)
  }

  @Test("loads a file that is named first")
  func namedFile() throws {
    let result = try program.run(["canadian_senators.csv", "-c", "count"])
    #expect(result.output == "count\n  933\n")
    #expect(result.errors.hasPrefix("canadian_senators: 933 rows"))
    #expect(result.status == 0)
  }

  @Test("reads lines from a script, from - and from standard input alike")
  func scripts() throws {
    let script = "\(BatchTests.load)\n# a comment\nfilter start >= 2000 |\n  count\n"
    let folder = try TemporaryFolder()
    let file = try folder.write(script, to: "lines.rit")
    let expected = "count\n  106\n"
    #expect(try program.run(["-f", file]).output == expected)
    #expect(try program.run(["-"], input: script).output == expected)
    #expect(try program.run([], input: script).output == expected)
    #expect(try program.run(["run", file]).output == expected)
  }

  @Test("reads a script with a byte order mark and CRLF line ends")
  func scriptFromElsewhere() throws {
    let script = "\u{FEFF}\(BatchTests.load)\r\ncount\r\n"
    #expect(try program.run(["-"], input: script).output == "count\n  933\n")
  }

  @Test("writes results to standard output and all remarks to standard error")
  func twoStreams() throws {
    let result = try program.run(["-c", BatchTests.load, "-c", "group by reason"])
    #expect(result.output.hasPrefix("reason "))
    #expect(!result.output.contains("note:"))
    #expect(result.errors.contains("guessed"))
    #expect(result.errors.contains("note: 99 rows have no reason"))
  }

  @Test("stops at the first error with status 1")
  func stopsAtFirstError() throws {
    let result = try program.run(["-c", BatchTests.load, "-c", "fliter x", "-c", "count"])
    #expect(result.output == "")
    #expect(result.errors.contains("error: unknown verb 'fliter'"))
    #expect(result.status == 1)
  }

  @Test("goes on after an error with --keep-going, and still ends with 1")
  func keepsGoing() throws {
    let result = try program.run([
      "--keep-going", "-c", BatchTests.load, "-c", "fliter x", "-c", "count",
    ])
    #expect(result.output == "count\n  933\n")
    #expect(result.status == 1)
  }

  @Test(
    "ends with 1 on an error in a line",
    arguments: [
      "load nowhere.csv", "churn", "count |", ".nonsense", "load canadian_senators.csv | x",
    ])
  func errorsInLines(line: String) throws {
    let result = try program.run(["-c", line])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.contains("error: "))
  }

  @Test(
    "ends with 2 on wrong flags and on what cannot be read",
    arguments: [
      ["--nonsense"], ["-c"], ["--format", "xml", "-c", "count"],
      ["--json", "--csv", "-c", "count"],
      ["--max-rows", "-1", "-c", "count"], ["--param", "plan", "-c", "count"],
      ["-f", "nowhere.rit"], ["-f", "."], ["run", "nowhere.rit"], ["run", "nowhere.md"],
      ["replay", "nowhere.md"], ["verify", "nowhere.md"], ["accept", "nowhere.md"], ["verify"],
    ])
  func unusable(arguments: [String]) throws {
    let result = try program.run(arguments)
    #expect(result.status == 2)
    #expect(result.output == "")
    #expect(!result.errors.isEmpty)
  }

  @Test("prints help and version on standard output", arguments: ["-h", "--help", "--version"])
  func helpAndVersion(flag: String) throws {
    let result = try program.run([flag])
    #expect(result.status == 0)
    #expect(!result.output.isEmpty)
    #expect(result.errors.isEmpty)
    if flag != "--version" { #expect(result.output.hasPrefix("ritorno gym.csv -c")) }
  }

  @Test("understands words of the shell without a dot", arguments: ["help", "help churn", "?"])
  func shellWords(line: String) throws {
    let result = try program.run(["-c", line])
    #expect(result.status == 0)
    #expect(result.output.contains("churn"))
  }

  @Test("follows .mode, .timer, .last and .cells")
  func commandsWithDots() throws {
    let result = try program.run([
      "-c", BatchTests.load, "-c", ".mode csv", "-c", "take 1 | select Name", "-c", ".timer on",
      "-c", "count", "-c", ".last", "-c", ".cells",
    ])
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(6) == [
        "Name", "\"Abbott, John Joseph Caldwell\"", "count", "933", "count", "933",
      ])
    let cells = lines.dropFirst(6).map { $0.drop { $0 != " " }.drop { $0 == " " } }
    #expect(cells == ["load canadian_senators.csv", "take 1 | select Name", "count"])
    #expect(result.errors.count(of: "time: ") == 1)
    #expect(result.status == 0)
  }

  @Test("ends at quit", arguments: ["quit", "exit", ".quit"])
  func quits(word: String) throws {
    let result = try program.run(["-c", BatchTests.load, "-c", word, "-c", "count"])
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test("takes parameters from the command line")
  func parameters() throws {
    let result = try program.run([
      "--param", "province=Quebec", "--param", "since=1950", "-c", BatchTests.load, "-c",
      "filter `Province / Territory` == $province and start >= $since | count",
    ])
    #expect(result.output == "count\n  105\n")
  }

  @Test("ends silently where nobody reads its results")
  func closedPipe() throws {
    let result = try program.run(
      ["-c", BatchTests.load, "-c", "show all", "-c", "show all"], output: .closedPipe)
    #expect(!result.errors.contains("error"))
    #expect(result.status == 0 || result.status == 141, "status \(result.status)")
  }

  @Test("says that a full disk could not take its results")
  func fullDisk() throws {
    let result = try program.run(
      ["-c", BatchTests.load, "-c", "count"], output: .file("/dev/full"))
    #expect(result.errors.contains("error: cannot write the results"))
    #expect(result.status == 1)
  }

  @Test("asks nothing: an ambiguous date is an error with both readings")
  func ambiguousDates() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,start,end\n1,01/02/2024,03/04/2024\n2,05/06/2024,\n", to: "x.csv")
    let result = try program.run(["-c", "load x.csv"], in: folder.path)
    #expect(result.status == 1)
    #expect(result.errors.contains("1 February 2024 or 2 January"))
    #expect(result.errors.contains("with dates = dmy"))
  }

  @Test("answers hostile input with one error", arguments: [10, 100_000])
  func hostileInput(count: Int) throws {
    let brackets = String(repeating: "(", count: count)
    let result = try program.run(["-"], input: "\(BatchTests.load) | filter \(brackets)\n")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.count(of: "error: ") == 1)
    let bytes = try program.run(["-"], input: "count \u{0} \u{1b}[31m\n")
    #expect(bytes.status == 1)
    #expect(!bytes.errors.contains("\u{1b}"))
  }
}

extension String {
  func count(of text: String) -> Int { ranges(of: text).count }
}
