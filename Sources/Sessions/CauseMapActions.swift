import Columns
import Language
import Notebooks
import Planning

extension Evaluation {
  /// Puts rules in front of the map of causes.
  mutating func addCauses(_ rules: [CauseMap.Rule]) {
    session.settings.causes = session.settings.causes.adding(rules)
    session.settings.causes.origin = ownOrigin(session.settings.causes.origin, rules)
    session.revision += 1
    let entries = rules.map { rule in
      rule.words.map { "\"\($0)\"" }.joined(separator: ", ") + " = \(rule.cause.rawValue)"
        + (rule.isWanted ? ", wanted" : "")
    }
    reply.blocks.append(.status("map of causes: " + entries.joined(separator: "; ")))
  }

  private func ownOrigin(_ origin: String, _ rules: [CauseMap.Rule]) -> String {
    let note = " with rules of this session"
    return origin.hasSuffix(note) ? origin : origin + note
  }

  /// Takes the map of causes from a file, which a notebook then records as it does data.
  mutating func loadCauses(_ path: String, _ range: SourceRange) throws(EvaluationFailure) {
    let bytes: [UInt8]
    let stamp: FileStamp
    var place = path
    do {
      place = try session.places.resolved(path)
      (bytes, stamp) = try AtomicFile.read(place)
    } catch {
      // Where the file stands on this machine is nobody's business, least of all a notebook's.
      throw .wrong(
        Diagnostic(
          code: "file-place", at: range, error.message.replacing(place, with: path),
          help: error.help))
    }
    do {
      session.settings.causes = try CauseMap(
        yaml: String(decoding: bytes, as: UTF8.self), origin: path)
    } catch {
      throw .wrong(
        Diagnostic(
          code: "cause-map", at: range, "line \(error.line): \(error.message)",
          help: "reasons map using file  shows the program's own map, in the form of such a file"))
    }
    session.revision += 1
    let rules = session.settings.causes.rules
    if case .contents(let digest) = stamp {
      reply.files.append(
        SourceFile(path: path, sha256: digest, bytes: bytes.count, rows: rules.count))
    }
    let words = rules.reduce(0) { $0 + $1.words.count }
    reply.blocks.append(
      .status("map of causes from \(path): \(rules.count) rules, \(words) phrases"))
  }
}

extension Stage {
  /// The file that a stage reads: data, or a map of causes (`reasons map "FILE.yaml"`).
  var namedFile: (path: String, range: SourceRange)? {
    switch argument {
    case .path(let path, let range)?: return (path, range)
    case .assignments(let assignments)? where verbName == "reasons":
      guard assignments.count == 1, case .literal(.text(let path), let range) = assignments[0].value
      else { return nil }
      return (path, range)
    default: return nil
    }
  }
}
