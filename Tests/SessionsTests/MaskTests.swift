import Columns
import Language
import Sessions
import TestSupport
import Testing

@Suite("Hiding who the clients are")
struct MaskTests {
  private let folder: TemporaryFolder
  private var session: Session

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "member,name,start,end\nm-77,Ada Lovelace,2023-01-15,\nm-78,Bo Li,2023-02-01,2023-06-14\n",
      to: "gym.csv")
    session = Session(places: FilePlaces(folder: folder.path))
  }

  private mutating func answer(_ line: String) -> String {
    let result = session.evaluateCell(line)
    return result.text + (result.error ?? "")
  }

  @Test("shows codes in every answer, and computes with the values")
  mutating func hides() {
    #expect(answer("set mask = \"customer, name\"") == "mask = customer, name\n")
    var all = ""
    for line in [
      "load gym.csv", "show all", "values member", "describe", "group by name", "columns",
      "group by member: n = count()", "kept = take 1", "kept", "sort name desc | select member",
    ] {
      all += answer(line)
    }
    for secret in ["m-77", "m-78", "Ada", "Bo Li"] { #expect(!all.contains(secret), "\(all)") }
    #expect(all.contains("id-"))
    #expect(answer("filter member == \"m-77\" | count").contains("1"))
  }

  @Test("gives a value the same code in every table and every session")
  mutating func isStable() {
    _ = answer("load gym.csv")
    _ = answer("set mask = member")
    let first = answer("take 1 | select member")
    #expect(answer("group by member | select member | take 1") == first)
    #expect(answer("take 1 | select name").contains("Ada Lovelace"))
    #expect(first.contains("id-"))
  }
}
