import Sessions
import TestSupport
import Testing

@Suite("A map of causes in a file")
struct CauseMapPathTests {
  @Test("that is not there is named as it was written, in a notebook too, never by its place")
  func namesPathAsWritten() throws {
    let folder = try TemporaryFolder()
    try folder.write("id,start,reason\n1,2023-01-15,price\n", to: "gym.csv")
    for root in [nil, folder.path] {
      var session = Session(places: FilePlaces(folder: folder.path, root: root))
      #expect(session.evaluateCell("load gym.csv").error == nil)
      let error = try #require(session.evaluateCell("reasons map \"causes.yaml\"").error)
      #expect(error.contains("causes.yaml"), "\(error)")
      #expect(!error.contains(folder.path), "\(error)")
    }
  }
}
