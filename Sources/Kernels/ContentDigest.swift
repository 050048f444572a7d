/// The SHA-256 digest of what a file held when it was read, made when somebody asks for it: the answers
/// of a session do not wait for what only a notebook needs.
package final class ContentDigest: Sendable, Hashable {
  /// Stands for the digest of bytes that are not to be had any more.
  package static let lost = "unknown"

  private enum State {
    case made(String)
    case waiting(() -> String)
  }

  private let state: Guarded<State>

  /// A digest that is known: 64 lower-case hexadecimal digits.
  package init(_ hexDigits: String) { state = Guarded(.made(hexDigits)) }

  /// `make` is called once at most, by any thread, and gives 64 hexadecimal digits or `lost`.
  package init(later make: @escaping @Sendable () -> String) { state = Guarded(.waiting(make)) }

  /// 64 lower-case hexadecimal digits, or `lost`. Waits where they are being made.
  package var hexDigits: String {
    state.withLock { state in
      switch state {
      case .made(let digits): return digits
      case .waiting(let make):
        let digits = make()
        state = .made(digits)
        return digits
      }
    }
  }

  /// Makes the digest while the program goes on.
  package func makeInBackground() { runInBackground { _ = self.hexDigits } }

  package static func == (left: ContentDigest, right: ContentDigest) -> Bool {
    left === right || left.hexDigits == right.hexDigits
  }

  /// Says nothing, since to say something the digest would have to be made.
  package func hash(into hasher: inout Hasher) {}
}
