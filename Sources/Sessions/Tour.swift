/// The tour: a lesson of two minutes that teaches by doing.
///
/// Each step says why, asks for one line and says what to see in its answer. The lines run one after the
/// other in one session; a test runs them.
package struct TourStep: Sendable {
  /// Why the next line is asked for.
  package var why: String
  /// The line to type.
  package var line: String
  /// What to see in the answer.
  package var seen: String

  package static let all: [TourStep] = [
    TourStep(
      why:
        "Everything starts with a file of clients: one row each, with the day they came and the day "
        + "they left. No file is needed today: a gym with 5,000 members comes with the program.",
      line: "load sample gym",
      seen: "The report names what was guessed of the file, and how to say otherwise."),
    TourStep(
      why: "How many leave? The share of those here at the start of a year who left within it:",
      line: "churn by year",
      seen: "low and high tell how sure each rate is. The notes tell each default that was used."),
    TourStep(
      why:
        "Never trust a figure that does not say how it was made. A line that begins with a bar goes on "
        + "from the answer before:",
      line: "| how",
      seen: "The formula, with the numbers of this very data, and what to beware of."),
    TourStep(
      why: "A year hides much. By month, as a picture:",
      line: "churn by month | plot",
      seen: "Marks tell the months that chance does not explain. Since when does it get worse, and "
        + "where?"),
    TourStep(
      why: "That has a verb of its own, which looks for the month and the group:",
      line: "shifts",
      seen: "Haemorrhage: more leave since 2023-05, and nearly all of it in one place, Modena."),
    TourStep(
      why: "What do those say who left there? filter keeps some rows, the next verb counts them:",
      line: "filter sede == \"Modena\" | reasons in 2023 | take 5",
      seen: "A competitor comes first, and rises; so does discontent. That is a place to act."),
    TourStep(
      why: "And how long do clients stay, for each plan?",
      line: "survival by piano | plot",
      seen: "Those on a yearly plan are still there when half of the monthly ones have gone."),
    TourStep(
      why: "What comes next, if nothing is done?",
      line: "churn by month | forecast next 6 months",
      seen: "Each month has a likely value and an interval around it."),
  ]
}

extension TourStep {
  /// Whether a line does what the step asks for: the same line, however it is spaced and written in
  /// capitals.
  package func isDone(by line: String) -> Bool { bare(line) == bare(self.line) }

  private func bare(_ line: String) -> String {
    line.lowercased().filter { !$0.isWhitespace && $0 != "'" && $0 != "\"" && $0 != ";" }
  }
}
