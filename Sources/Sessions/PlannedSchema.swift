import Columns
import Language
import Planning

extension Session {
  /// The columns that some stages make, as far as that is known without computing anything; nil where
  /// they cannot be planned.
  func schema(after stages: String) -> Schema? {
    guard case .pipeline(let pipeline, _)? = parse(stages, grammar: grammar).statement else {
      return nil
    }
    let evaluation = Evaluation(self, Reply(SourceText(stages)), text: stages)
    return (try? evaluation.planned(pipeline, text: stages))?.plan?.schema
  }
}
