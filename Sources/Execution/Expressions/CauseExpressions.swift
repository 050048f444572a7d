import Columns
import Planning

/// What the map says of each reason: each different word is looked up once.
func causes(_ figure: CauseFigure, of reasons: Column, _ map: CauseMap) -> Column {
  let words = reasons.words
  let nobodyKnows = CauseMap.Entry(cause: .unknown, isWanted: false, phrase: "")
  func value(_ entry: CauseMap.Entry?) -> Value {
    guard let entry else { return .missing }
    return figure == .cause ? .text(entry.cause.rawValue) : .boolean(entry.isWanted)
  }
  let known = words.dictionary.map { word in
    value(ReasonBook.normalised(.text(word)).map { map.entry(for: $0) } ?? nobodyKnows)
  }
  let missing = value(nobodyKnows)
  return Column(
    figure == .cause ? .text : .boolean,
    words.codes.indices.map { reasons.isMissing($0) ? missing : known[Int(words.codes[$0])] })
}
