import Columns
import Sessions
import TestSupport
import Testing

@Suite("What did not fit into a file")
struct RejectsTests {
  private let folder: TemporaryFolder
  private var session: Session

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "member,name,end\nm-1,Ada,2024-02-30\nm-2,Bo\nm-3,Cleo,2024-03-01\nm-4,Di,2024-03-02\n",
      to: "bad.csv")
    try folder.write("member,name,end\nm-1,Ada,2024-02-29\n", to: "good.csv")
    session = Session(places: FilePlaces(folder: folder.path))
  }

  private mutating func answer(_ line: String) -> String {
    let result = session.evaluateCell(line)
    return result.text + (result.error ?? "")
  }

  @Test("is a table with lines, of the file loaded last")
  mutating func table() {
    #expect(answer("load bad.csv").contains("2 rows and values that did not fit"))
    #expect(answer("rejects | count").contains("2"))
    #expect(answer("rejects | show").contains("m-2,Bo"))
    _ = answer("load good.csv")
    #expect(answer("rejects").contains("there is no table or verb 'rejects'"))
  }

  @Test("leaves a table of the analyst's own as it is")
  mutating func ownTable() {
    _ = answer("load good.csv")
    _ = answer("rejects = take 1")
    #expect(answer("load bad.csv").contains("your table 'rejects' stays as it is"))
    #expect(answer("rejects | show").contains("2024-02-29"))
  }

  @Test("does not show what is masked, whichever came first")
  mutating func masked() {
    _ = answer("load bad.csv")
    #expect(answer("rejects | show").contains("Bo"))
    _ = answer("set mask = name")
    var all = answer("rejects | show") + answer("rejects | take 1")
    _ = answer("load bad.csv")
    for line in [
      "rejects", "rejects | sort line desc", "bad = rejects | take 1", "bad | select text",
    ] {
      all += answer(line)
    }
    #expect(!all.contains("Bo"), "\(all)")
  }

  @Test("of a load that is changed runs again, with what reads it")
  func dependencies() throws {
    var steps = SessionSteps()
    var session = session
    for line in ["load bad.csv", "rejects | count", "load good.csv", "count"] {
      let before = session
      let result = session.evaluateCell(line)
      steps.add("c\(steps.steps.count + 1)", line, result, before: before, after: session)
    }
    let change = try steps.changing(0, to: "load bad.csv with header = yes") { false }
    #expect(change.ran.map(\.id) == ["c1", "c2"])
    #expect(change.session.tables["rejects"] == nil)
  }
}
