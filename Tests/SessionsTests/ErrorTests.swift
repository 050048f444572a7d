import Language
import Presentation
import Sessions
import TestSupport
import Testing

/// An error leaves the session as it was: all lines of the transcripts of errors are tried.
@Suite("Errors leave the session")
struct ErrorTests {
  private static let folder = "Tests/TranscriptTests/transcripts"

  static let files = Project.files(under: "\(folder)/errors", ending: ".md")

  /// The lines typed in a transcript, as they stand.
  private func lines(of file: String) throws(FileProblem) -> [String] {
    try Project.text(file).split(separator: "\n").filter { $0.hasPrefix("> ") }
      .map { String($0.dropFirst(2)) }
  }

  @Test("finds the transcripts of errors")
  func findsTranscripts() {
    #expect(ErrorTests.files.count >= 30)
  }

  @Test("leaves tables, roles, settings, the current dataset and the result", arguments: files)
  func leavesSession(file: String) throws {
    let start = try ErrorTests.session()
    let before = state(of: start)
    for line in try lines(of: file) {
      var session = start
      let reply = session.evaluate(line)
      guard reply.isFailure else { continue }
      #expect(reply.blocks.isEmpty, "\(line) fails and answers all the same")
      #expect(session.revision == start.revision, "\(line)")
      #expect(state(of: session) == before, "\(line) fails and leaves another session")
    }
  }

  @Test("points into the line that was typed, and says where", arguments: files)
  func pointsIntoLine(file: String) throws {
    let start = try ErrorTests.session()
    for line in try lines(of: file) {
      var session = start
      for error in session.evaluate(line).errors {
        #expect(!error.message.isEmpty)
        guard let range = error.range else { continue }
        #expect(range.lowerBound >= 0 && range.upperBound <= line.utf8.count, "\(line): \(error)")
      }
    }
  }

  /// A session with two tables, a setting and a result.
  private static func session() throws -> Session {
    var places = FilePlaces(folder: Project.path(folder))
    places.standIns["../datasets/canadian_senators.csv"] = Project.path(
      "datasets/canadian_senators.csv")
    var session = Session(places: places, parameters: ["province": .text("Quebec")])
    for line in [
      "load members.csv", "few = take 3", "roles reason = reason", "set band_high = 30%",
      "group by plan",
    ] {
      let reply = session.evaluate(line)
      try #require(!reply.isFailure, "\(reply.rendered(in: .notebook).remarks)")
    }
    return session
  }

  /// All that a user can see of a session, as text.
  private func state(of session: Session) -> String {
    var session = session
    var text = "\(session.tables.names) \(session.current ?? "")\n"
    for line in ["| show all", "few | show all", "show all", "roles", "set"] {
      text += session.evaluate(line).rendered(in: .notebook).output
    }
    return text
  }
}
