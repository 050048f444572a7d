import Language
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite("Checking a notebook without running it")
struct NotebookCheckTests {
  private let folder: TemporaryFolder

  private static let source = """
    ---
    ritorno: 1
    params: { plan: annual }
    ---
    ```ritorno {#load}
    load gym.csv
    ```

    ```ritorno {#count}
    filter plan == $plan | count
    ```

    ```ritorno {#kept}
    annual = filter plan == "annual"
    ```

    ```ritorno {#annual}
    annual | count
    ```

    ```ritorno {#wrong .error}
    churn by raeson
    ```

    """

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "member,plan,start,end\n1,annual,2023-01-15,\n2,monthly,2023-01-31,2023-06-14\n",
      to: "gym.csv")
    try folder.write(Self.source, to: "gym.md")
    try accept()
  }

  private func accept() throws {
    let notebook = try OpenNotebook(path: folder.path("gym.md"))
    var run = try NotebookRun(notebook, ReplayChoices())
    run.run(notebook.document)
    #expect(run.failure == nil)
    let bytes = notebook.document.withOutputs(run.outcomes, fingerprints: run.fingerprints)
    try folder.write(String(decoding: bytes, as: UTF8.self), to: "gym.md")
  }

  private func check(_ choices: ReplayChoices = ReplayChoices()) throws -> NotebookCheck {
    try NotebookCheck(try OpenNotebook(path: folder.path("gym.md")), choices)
  }

  private func edit(_ old: String, _ new: String) throws {
    let text = try readText(folder.path("gym.md"))
    #expect(text.contains(old))
    try folder.write(text.replacing(old, with: new), to: "gym.md")
  }

  @Test("finds nothing in one that was just accepted")
  func clean() throws {
    let check = try check()
    #expect(check.isClean, "\(check.stale) \(check.problems)")
    #expect(check.freshCount == 5)
    #expect(check.report(path: "gym.md") == "gym.md: 5 outputs are up to date\n")
  }

  @Test("names a changed cell, and those that follow from it, and no other")
  func changedSource() throws {
    try edit("annual = filter plan == \"annual\"", "annual = take 1")
    let check = try check()
    #expect(check.stale.map(\.cellID) == ["kept", "annual"])
    #expect(check.stale[0].reason.contains("its source changed"))
    #expect(check.stale[1].reason == "it follows from kept")
  }

  @Test("tells changed data from a changed cell")
  func changedData() throws {
    try folder.write("member,plan,start,end\n1,annual,2023-01-15,\n", to: "gym.csv")
    let check = try check()
    #expect(check.stale[0].cellID == "load")
    #expect(check.stale[0].reason == "the data changed: gym.csv")
    #expect(check.stale.contains { $0.cellID == "count" && $0.reason == "it follows from load" })
  }

  @Test("sees another value of a parameter in the cells that use it")
  func changedParameter() throws {
    var choices = ReplayChoices()
    choices.parameters["plan"] = .text("monthly")
    #expect(try check(choices).stale.map(\.cellID) == ["count"])
  }

  @Test("points at a line that cannot be read, and at a cell that never ran")
  func problems() throws {
    try edit("annual | count", "annual | cuont")
    let text = try readText(folder.path("gym.md")) + "\n```ritorno {#new}\ncount\n```\n"
    try folder.write(text, to: "gym.md")
    let check = try check()
    #expect(check.problems.map(\.cellID) == ["annual"])
    #expect(check.problems[0].text.contains("did you mean 'count'?"))
    #expect(check.stale.contains { $0.cellID == "new" && $0.reason == "never run" })
    let line = text.split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0 == "annual | cuont" }
    #expect(check.problems[0].line == (line ?? -1) + 1)
  }
}
