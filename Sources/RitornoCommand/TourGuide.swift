import Sessions
import Texts

/// The tour as it goes: which step is asked for now.
struct TourGuide {
  private var position = 0

  /// The step that is asked for; nil at the end.
  private var step: TourStep? {
    position < TourStep.all.count ? TourStep.all[position] : nil
  }

  /// The line that is asked for, which the editor offers.
  var line: String? { step?.line }

  /// What to say before a step.
  func invitation(width: Int) -> String {
    guard let step else { return "" }
    let place = "Tour, \(position + 1) of \(TourStep.all.count). "
    return "\n" + folded(place + step.why, width) + "\n  \(step.line)\n"
      + (position == 0
        ? "\n"
          + folded(
            "Type it, or take it with the right arrow. .tour stop ends the tour. What is longer than "
              + "the screen opens in a pager: blank goes on, q goes back.", width)
        : "")
  }

  /// Takes down a line that succeeded; gives what to say after it, nil where the tour did not ask for it.
  mutating func took(_ line: String, width: Int) -> String? {
    guard let step, step.isDone(by: line) else { return nil }
    position += 1
    let seen = "\n" + folded(step.seen, width)
    return seen + (self.step == nil ? TourGuide.farewell(width) : invitation(width: width))
  }

  var isOver: Bool { step == nil }

  /// The whole tour, for where nobody types.
  static func script(width: Int) -> String {
    TourStep.all.map { step in
      folded(step.why, width) + "\n  \(step.line)\n\n" + folded(step.seen, width)
    }.joined(separator: "\n")
  }

  private static func farewell(_ width: Int) -> String {
    "\n"
      + folded(
        "That was the tour. .save first.md keeps what you did as a notebook that runs again; Tab shows "
          + "what can stand at the cursor; help lists all verbs. Now load a file of your own, or .reset "
          + "to begin anew.", width)
  }
}

private func folded(_ text: String, _ width: Int) -> String {
  wrapped(text, toWidth: max(20, min(width, 78))).map { $0 + "\n" }.joined()
}
