import TestSupport
import Testing

/// Notebooks from the command line: replay, verify, accept, run.
@Suite("Notebook commands")
struct NotebookTests {
  private let program: Program
  private let folder: TemporaryFolder

  private static let gym = """
    member,plan,start,end,reason
    1,annual,2023-01-15,,
    2,monthly,2023-01-31,2023-06-14,price
    3,monthly,2023-02-01,2023-12-31,moved
    4,annual,2023-03-20,2024-03-19,price
    5,monthly,2023-05-05,2023-09-30,price
    6,annual,2023-09-01,2024-06-30,moved

    """

  private static let source = """
    ---
    ritorno: 1
    title: A gym
    params: { plan: annual }
    ---
    # A gym

    ```ritorno {#load}
    load gym.csv
    ```

    ```ritorno {#reasons}
    group by reason: n = count()
    ```

    ```ritorno {#plan}
    filter plan == $plan | count
    ```

    ```ritorno {#wrong .error}
    churn by raeson
    ```

    """

  init() throws {
    program = try Program()
    folder = try TemporaryFolder()
    try folder.write(NotebookTests.gym, to: "gym.csv")
    try folder.write(NotebookTests.source, to: "gym.md")
  }

  private func ritorno(_ arguments: String...) throws -> Program.Result {
    try program.run(arguments, in: folder.path)
  }

  private var notebook: String {
    get throws { try readText(folder.path("gym.md")) }
  }

  @Test("replays: prints the notebook with its outputs and writes nothing")
  func replays() throws {
    let before = try notebook
    let result = try ritorno("replay", "gym.md")
    #expect(result.status == 0)
    #expect(result.output.contains("```output {#reasons hash="))
    #expect(result.output.contains("\nprice      3\n"))
    #expect(result.output.contains("# A gym\n"))
    #expect(result.errors == "")
    #expect(try notebook == before)
    #expect(Set(folderNames()) == ["gym.csv", "gym.md"])
  }

  @Test("accepts: writes what a replay prints, and then 0 bytes more")
  func accepts() throws {
    let replayed = try ritorno("replay", "gym.md").output
    #expect(try ritorno("accept", "gym.md").status == 0)
    #expect(try notebook == replayed)
    let again = try ritorno("accept", "gym.md")
    #expect(again.status == 0)
    #expect(again.output == "gym.md: nothing changed\n")
    #expect(try notebook == replayed)
    #expect(try ritorno("replay", "gym.md").output == replayed)
    #expect(Set(folderNames()) == ["gym.csv", "gym.md"], "litter is left")
  }

  @Test("keeps every byte outside the outputs and the fingerprints")
  func keepsBytes() throws {
    _ = try ritorno("accept", "gym.md")
    let kept = try notebook.split(separator: "\n", omittingEmptySubsequences: false)
    for line in NotebookTests.source.split(separator: "\n") {
      #expect(kept.contains(line), "\(line) is lost")
    }
  }

  @Test("keeps the picture of a cell that asks for it beside the notebook, and verifies it")
  func keepsPicture() throws {
    let cell = "```ritorno {#pie.chart .svg}\ngroup by plan | plot\n```\n"
    try folder.write(try notebook + cell, to: "gym.md")
    #expect(try ritorno("accept", "gym.md").status == 0)
    let place = "gym.files/pie_2echart.svg"
    #expect(try notebook.contains(" src=\(place)}\n"))
    let picture = try readText(folder.path(place))
    #expect(picture.hasPrefix("<svg "))
    #expect(try ritorno("verify", "gym.md").status == 0)
    #expect(try ritorno("accept", "gym.md").output == "gym.md: nothing changed\n")

    try folder.write(picture.replacing("monthly", with: "weekly"), to: place)
    let changed = try ritorno("verify", "gym.md")
    #expect(changed.status == 1)
    #expect(changed.output.contains("the picture \(place) shows something else"))
    #expect(try ritorno("accept", "gym.md").output == "gym.md: outputs written\n")
    #expect(try readText(folder.path(place)) == picture)
    TemporaryFolder.remove(folder.path(place))
    let missing = try ritorno("verify", "gym.md")
    #expect(missing.status == 1)
    #expect(missing.output.contains("the picture \(place) is not there"))
  }

  @Test("writes no picture through a link")
  func refusesLinkedPictures() throws {
    let cell = "```ritorno {#pie .svg}\ngroup by plan | plot\n```\n"
    try folder.write(try notebook + cell, to: "gym.md")
    let elsewhere = try TemporaryFolder()
    try folder.link("gym.files", to: elsewhere.path)
    let before = try notebook
    let result = try ritorno("accept", "gym.md")
    #expect(result.status == 2)
    #expect(result.errors.contains("is a link"))
    #expect(namesInFolder(elsewhere.path).isEmpty)
    #expect(try notebook == before)
  }

  @Test("verifies an accepted notebook with 0")
  func verifiesSame() throws {
    _ = try ritorno("accept", "gym.md")
    let result = try ritorno("verify", "gym.md")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output == "gym.md: 4 outputs are the same\n")
  }

  @Test("finds a digit that was changed in an output, with 1 and a diff")
  func verifiesDifference() throws {
    _ = try ritorno("accept", "gym.md")
    let changed = try notebook.replacing("price      3", with: "price      4")
    try folder.write(changed, to: "gym.md")
    let result = try ritorno("verify", "gym.md")
    #expect(result.status == 1)
    #expect(result.output.contains("reasons differs"))
    #expect(result.output.contains("-price      4\n+price      3\n"))
    #expect(result.output.contains("largest relative difference"))
    #expect(try notebook == changed, "verify wrote")
  }

  @Test("names a changed dataset as the cause, with 1")
  func verifiesChangedData() throws {
    _ = try ritorno("accept", "gym.md")
    try folder.write(NotebookTests.gym + "7,annual,2024-01-01,,\n", to: "gym.csv")
    let result = try ritorno("verify", "gym.md")
    #expect(result.status == 1)
    #expect(result.output.contains("the data changed: gym.csv had 6 rows"))
    #expect(result.output.contains("and has 7 rows"))
    #expect(!result.output.contains("@@"), "outputs are compared although the data changed")
    let any = try ritorno("verify", "--any-data", "gym.md")
    #expect(any.status == 1)
    #expect(any.output.contains("@@"))
    #expect(any.output.contains("reasons differs: the data changed"))
    #expect(!any.output.contains("were not compared"))
    try folder.write(
      try notebook.replacing("group by reason: n", with: "group by reason: m"), to: "gym.md")
    let both = try ritorno("verify", "--any-data", "gym.md").output
    #expect(both.contains("reasons differs: the cell or what it depends on changed"))
    #expect(both.contains("plan differs: the data changed"))
  }

  @Test("says that a cell was changed, not its result")
  func verifiesChangedCell() throws {
    _ = try ritorno("accept", "gym.md")
    try folder.write(
      try notebook.replacing("filter plan == $plan", with: "filter plan == $plan and member > 1"),
      to: "gym.md")
    let result = try ritorno("verify", "gym.md")
    #expect(result.status == 1)
    #expect(result.output.contains("plan differs: the cell or what it depends on changed"))
    #expect(!result.output.contains("the data changed"))
  }

  @Test("verifies several notebooks and ends with the worst status")
  func verifiesSeveral() throws {
    _ = try ritorno("accept", "gym.md")
    try folder.write(try notebook.replacing("price      3", with: "price      4"), to: "other.md")
    let result = try ritorno("verify", "gym.md", "other.md")
    #expect(result.status == 1)
    #expect(result.output.contains("gym.md: 4 outputs are the same"))
    #expect(try ritorno("verify", "gym.md", "nowhere.md", "other.md").status == 2)
  }

  @Test("ends with 2 where a notebook cannot run")
  func verifiesBroken() throws {
    try folder.write(
      NotebookTests.source.replacing("load gym.csv", with: "load sym.csv"), to: "b.md")
    let result = try ritorno("verify", "b.md")
    #expect(result.status == 2)
    #expect((result.output + result.errors).contains("there is no file 'sym.csv'"))
    #expect(try ritorno("accept", "b.md").status == 1)
    #expect(try !readText(folder.path("b.md")).contains("```output"))
  }

  @Test("refuses a notebook of a newer version and leaves it")
  func newerVersion() throws {
    try folder.write(NotebookTests.source.replacing("ritorno: 1", with: "ritorno: 9"), to: "n.md")
    for command in ["replay", "verify", "accept", "run"] {
      let result = try ritorno(command, "n.md")
      #expect(result.status == 2)
      #expect(result.errors.contains("newer"), "\(command): \(result.errors)")
    }
  }

  @Test("takes other values of parameters")
  func parameters() throws {
    let usual = try ritorno("run", "gym.md").output
    #expect(usual.contains("count\n    3\n"))
    let other = try ritorno("run", "gym.md", "--param", "plan=none").output
    #expect(other.contains("count\n    0\n"))
    _ = try ritorno("accept", "gym.md")
    #expect(try ritorno("verify", "gym.md", "--param", "plan=none").status == 1)
  }

  @Test("reads another file in place of one")
  func standIns() throws {
    try folder.write("member,plan,start,end,reason\n1,annual,2023-01-15,,\n", to: "new.csv")
    let result = try ritorno("run", "gym.md", "--data", "gym.csv=new.csv")
    #expect(result.output.contains("count\n    1\n"))
  }

  @Test("stores an expected error as an output, and fails where none comes")
  func expectedErrors() throws {
    let output = try ritorno("replay", "gym.md").output
    #expect(output.contains("```output {#wrong .error hash="))
    #expect(output.contains("error: there is no column 'raeson'"))
    try folder.write(
      NotebookTests.source.replacing("{#wrong .error}", with: "{#wrong}"), to: "e.md")
    let result = try ritorno("replay", "e.md")
    #expect(result.status == 1)
    #expect(result.errors.contains("wrong failed"))
  }

  @Test(
    "reads nothing outside the folder of a notebook",
    arguments: ["../../../../../../etc/passwd", "/etc/passwd", "link.csv", "sub/../../gym.csv"])
  func confinement(path: String) throws {
    let inner = "inner/deep"
    try folder.write("# x\n\n```ritorno {#c1}\nload \"\(path)\"\n```\n", to: "\(inner)/x.md")
    try makeLink(to: "/etc/passwd", at: folder.path("\(inner)/link.csv"))
    try folder.write("", to: "\(inner)/sub/nothing")
    for command in ["replay", "run", "verify", "accept"] {
      let result = try program.run([command, "x.md"], in: folder.path("\(inner)"))
      #expect(result.status == 1 || result.status == 2, "\(command): \(result.status)")
      let said = result.output + result.errors
      #expect(said.contains("outside"), "\(command): \(said)")
      #expect(!said.contains("root:"), "\(command) shows the file")
    }
  }

  @Test("reads outside the folder where a flag allows it")
  func allowedOutside() throws {
    try folder.write("# x\n\n```ritorno {#c1}\nload ../gym.csv | count\n```\n", to: "sub/x.md")
    let inside = folder.path("sub")
    #expect(try program.run(["run", "x.md"], in: inside).status == 1)
    let allowed = try program.run(["run", "x.md", "--allow-outside"], in: inside)
    #expect(allowed.status == 0)
    #expect(allowed.output.contains("count\n    6\n"))
    #expect(try program.run(["run", "sub/x.md"], in: folder.path).status == 0)
  }

  @Test(
    "refuses commands of the shell in a cell", arguments: [".save x.md", "!ls", ".open gym.md"])
  func noShellInCells(line: String) throws {
    try folder.write("```ritorno {#c1}\n\(line)\n```\n", to: "s.md")
    #expect(try ritorno("run", "s.md").status == 1)
    #expect(!folderNames().contains("x.md"))
  }

  @Test("saves a session from batch that replays to the same")
  func saves() throws {
    let result = try ritorno(
      "-c", "load gym.csv", "-c", "fliter x", "-c", "group by reason: n = count()", "-c",
      ".save made.md", "--keep-going")
    #expect(result.status == 1)
    let made = try readText(folder.path("made.md"))
    #expect(!made.contains("fliter"), "an error is kept")
    #expect(made.contains("gym.csv: { sha256: "))
    #expect(try ritorno("verify", "made.md").status == 0)
    let accepted = try ritorno("accept", "made.md")
    #expect(accepted.output == "made.md: nothing changed\n")
  }

  @Test("tells when a file changed between its load and the save")
  func savesTooLate() throws {
    let result = try ritorno(
      "-c", "load gym.csv", "-c", "take 2", "-c", ".export gym.csv", "-c", ".save late.md")
    #expect(result.status == 0)
    #expect(result.errors.contains("note: gym.csv changed after it was loaded"), "\(result)")
    #expect(try readText(folder.path("late.md")).contains("gym.csv: { sha256: unknown, bytes: "))
    let verified = try ritorno("verify", "late.md")
    #expect(verified.status == 1)
    #expect(verified.output.contains("sha256 unknown"), "\(verified)")
  }

  private func folderNames() -> [String] { namesInFolder(folder.path) }
}
