import Glibc

/// The error number of a failed system call.
package struct CallFailure: Error, Hashable, Sendable {
  package var number: Int32

  package init(_ number: Int32) {
    self.number = number
  }

  var isMissing: Bool { number == ENOENT }

  var explanation: (kind: NotebookFileError.Kind, reason: String, help: String?) {
    switch number {
    case ENOENT: (.missing, "there is no such file or folder", "check the path")
    case ENOTDIR: (.badPath, "a part of the path is no folder", "check the path")
    case EISDIR: (.notAFile, "it is a folder", nil)
    case ENAMETOOLONG: (.badPath, "the path is too long", nil)
    case ELOOP: (.badPath, "its links lead in a circle", nil)
    case EACCES, EPERM: (.notPermitted, "permission denied", "save it under another path")
    case EROFS: (.notPermitted, "the file system is read-only", "save it under another path")
    case ENOSPC: (.noSpace, "the disk is full", "free some space or save it under another path")
    case EDQUOT:
      (.noSpace, "your disk quota is used up", "free some space or save it under another path")
    case EFBIG:
      (.tooLarge, "the file would be larger than allowed", "raise the limit (ulimit -f)")
    case EMFILE, ENFILE: (.other, "too many files are open", nil)
    case EIO: (.other, "the device reports an input or output error", "save it elsewhere")
    default: (.other, "system error \(number)", nil)
    }
  }
}
