import Notebooks
import TestSupport
import Testing

/// Sessions as analysts type them. To write the answers of today into the files, set RITORNO_RECORD
/// and read the diff.
@Suite("Transcripts")
struct TranscriptTests {
  static let files = Project.files(under: Transcript.folder, ending: ".md")
    .filter { !$0.hasSuffix("/README.md") }
  private static let isRecording = environmentValue("RITORNO_RECORD") != nil

  @Test("answers as it is written down", arguments: files)
  func answersAsWritten(file: String) throws {
    let transcript = Transcript(text: try Project.text(file))
    try #require(!transcript.isEmpty, "\(file) holds no line after '> '")
    let fresh = transcript.replayed()
    guard fresh != transcript.text else { return }
    let diff = unifiedDiff(old: transcript.text, new: fresh, label: file)
    guard TranscriptTests.isRecording else {
      Issue.record("\(file) is answered otherwise; RITORNO_RECORD=1 writes it anew\n\(diff)")
      return
    }
    try writeText(fresh, to: Project.path(file))
    Issue.record("recorded \(file): read the diff and run again without RITORNO_RECORD\n\(diff)")
  }

  @Test("never passes while recording")
  func neverPassesWhileRecording() {
    #expect(!TranscriptTests.isRecording, "RITORNO_RECORD is set: nothing is compared")
  }
}
