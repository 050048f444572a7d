import TestSupport
import Testing

/// Notebooks from the command line: check, export, import, new, grade, and reports for programs.
@Suite("Notebook tools")
struct NotebookToolTests {
  private let program: Program
  private let folder: TemporaryFolder

  init() throws {
    program = try Program()
    folder = try TemporaryFolder()
    try folder.write(
      "member,plan,start\n1,annual,2023-01-15\n2,monthly,2023-01-31\n", to: "gym.csv")
    try folder.write(
      """
      ---
      ritorno: 1
      ---
      # A gym

      ```ritorno {#load}
      load gym.csv
      ```

      ```ritorno {#plans}
      group by plan: n = count()
      ```

      ```ritorno {#picture}
      group by plan: n = count() | plot
      ```

      """, to: "gym.md")
    _ = try ritorno("accept", "gym.md")
  }

  private func ritorno(_ arguments: String...) throws -> Program.Result {
    try program.run(arguments, in: folder.path)
  }

  @Test("checks without running: 0 where all is up to date, 1 where not, 2 where there is nothing")
  func checks() throws {
    let clean = try ritorno("check", "gym.md")
    #expect(clean.status == 0 && clean.output == "gym.md: 3 outputs are up to date\n", "\(clean)")
    let text = try readText(folder.path("gym.md"))
    try folder.write(text.replacing("n = count() | plot", with: "m = count() | plot"), to: "gym.md")
    let stale = try ritorno("check", "gym.md", "--format", "json")
    #expect(stale.status == 1)
    #expect(stale.output.contains(#""stale":[{"cell":"picture","#), "\(stale.output)")
    #expect(try ritorno("check", "nothing.md").status == 2)
  }

  @Test("reports a verify as one JSON object a file")
  func verifyJSON() throws {
    let same = try ritorno("verify", "gym.md", "--format", "json")
    #expect(same.status == 0)
    #expect(same.output.hasPrefix(#"{"file":"gym.md","same":true,"compared":3,"#), "\(same.output)")
    let text = try readText(folder.path("gym.md"))
    try folder.write(text.replacing("annual   1", with: "annual   7"), to: "gym.md")
    let other = try ritorno("verify", "gym.md", "--format", "json")
    #expect(other.status == 1 && other.output.contains(#""cell":"plans","cause":"result""#))
  }

  @Test(
    "exports every form beside the notebook, and nothing else",
    arguments: [
      ("html", ["gym.html"]), ("ipynb", ["gym.ipynb"]), ("md", ["gym.export.md"]),
      ("csv", ["gym.files/plans.csv"]), ("svg", ["gym.files/picture.svg"]),
    ])
  func exports(form: String, files: [String]) throws {
    let before = try readText(folder.path("gym.md"))
    let result = try ritorno("export", "gym.md", "--to", form)
    #expect(result.status == 0, "\(result)")
    #expect(result.output == files.map { "wrote \($0)\n" }.joined())
    for file in files { #expect(!(try readText(folder.path(file))).isEmpty) }
    #expect(try readText(folder.path("gym.md")) == before)
    let shown = try ritorno("export", "gym.md", "--to", form, "-o", "-")
    #expect(shown.output == (try readText(folder.path(files[0]))))
  }

  @Test("writes nothing where a cell fails")
  func exportOfFailure() throws {
    try folder.write("```ritorno\nload missing.csv\n```\n", to: "bad.md")
    let result = try ritorno("export", "bad.md", "--to", "html")
    #expect(result.status == 1 && result.errors.contains("nothing was written"))
    #expect((try? readText(folder.path("bad.html"))) == nil)
  }

  @Test("imports what it exported, and never over another file")
  func imports() throws {
    _ = try ritorno("export", "gym.md", "--to", "ipynb")
    let back = try ritorno("import", "gym.ipynb", "-o", "back.md")
    #expect(back.status == 0)
    #expect(try readText(folder.path("back.md")) == (try readText(folder.path("gym.md"))))
    try folder.write("mine\n", to: "other.md")
    let refused = try ritorno("import", "gym.ipynb", "-o", "other.md")
    #expect(refused.status == 2 && refused.errors.contains("is there already"))
    #expect(try readText(folder.path("other.md")) == "mine\n")
  }

  @Test("makes a lesson that runs, and marks it")
  func lesson() throws {
    #expect(try ritorno("new", "intro.md").status == 0)
    #expect(try ritorno("accept", "intro.md").status == 0)
    #expect(try ritorno("new", "lesson.md", "--exercise").status == 0)
    #expect(
      try ritorno("new", "lesson.md", "--exercise").status == 0, "the same bytes are no conflict")
    #expect(try ritorno("accept", "lesson.checks.md").status == 1, "answers need the lesson's data")
    let empty = try ritorno("grade", "lesson.md", "--against", "lesson.checks.md")
    #expect(empty.status == 1)
    #expect(empty.output.contains("q1: not answered yet (0 of 1)"))
    #expect(empty.output.hasSuffix("lesson.md: 0 of 3 points\n"))
    let text = try readText(folder.path("lesson.md"))
    let halves = text.split(separator: "# your turn", omittingEmptySubsequences: false)
    try #require(halves.count == 4)
    let answered =
      halves[0] + "# your turn" + halves[1] + "churn per year" + halves[2]
      + "filter sede is not missing | churn by sede in 2023" + halves[3]
    try folder.write(String(answered), to: "lesson.md")
    let full = try ritorno(
      "grade", "lesson.md", "--against", "lesson.checks.md", "--format", "json")
    #expect(full.status == 0, "\(full.output)")
    #expect(full.output.contains(#""points":3.0,"most":3.0"#))
  }
}
