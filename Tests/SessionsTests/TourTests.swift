import Notebooks
import Sessions
import Testing

@Suite("The tour")
struct TourTests {
  @Test("asks for lines that run one after the other")
  func runs() {
    var session = Session(places: FilePlaces(folder: ""))
    for step in TourStep.all {
      let result = session.evaluateCell(step.line)
      #expect(result.error == nil, "\(step.line)")
      #expect(!result.text.isEmpty, "\(step.line)")
    }
  }

  @Test("shows what it says: the shift in Modena in 2023, and the competitor behind it")
  func tellsTheTruth() {
    var session = Session(places: FilePlaces(folder: ""))
    var texts: [String: String] = [:]
    for step in TourStep.all { texts[step.line] = session.evaluateCell(step.line).text }
    let shifts = texts["shifts"] ?? ""
    #expect(shifts.contains("2023-05") && shifts.contains("haemorrhage"))
    #expect(shifts.contains("sede Modena"))
    let reasons = texts.first { $0.key.contains("reasons") }?.value ?? ""
    let first = reasons.split(separator: "\n").dropFirst().first ?? ""
    #expect(
      first.contains("concorrenza") && first.contains("competitor") && first.contains("rising"))
  }

  @Test("takes two minutes: its words are read in one and a half")
  func isShort() {
    let words = TourStep.all.flatMap { ($0.why + " " + $0.seen).split(separator: " ") }
    #expect(words.count < 350)
    #expect(TourStep.all.allSatisfy { $0.line.count < 78 })
  }

  @Test(
    "knows a line however it is spaced and written in capitals",
    arguments: [
      ("CHURN   by year", true), ("churn by years", false), ("churn by year;", true),
    ])
  func knows(line: String, isDone: Bool) {
    #expect(TourStep.all[1].isDone(by: line) == isDone)
  }

  @Test("is named on the page of the shell, whose lines fit 80 columns")
  func page() {
    let page = HelpPages().page("shell") ?? ""
    #expect(page.contains(".tour"))
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
