import Glibc

/// The error number of a failed system call.
package struct CallFailure: Error, Hashable, Sendable {
  package var number: Int32

  package init(_ number: Int32) {
    self.number = number
  }

  var isMissing: Bool { number == ENOENT }

  /// What went wrong, in words.
  var explanation: (kind: NotebookFileError.Kind, reason: String) {
    switch number {
    case ENOENT: (.missing, "there is no such file or folder")
    case ENOTDIR: (.badPath, "a part of the path is no folder")
    case EISDIR: (.notAFile, "it is a folder")
    case ENAMETOOLONG: (.badPath, "the path is too long")
    case ELOOP: (.badPath, "its links lead in a circle")
    case EACCES, EPERM: (.notPermitted, "permission denied")
    case EROFS: (.notPermitted, "the file system is read-only")
    case ENOSPC: (.noSpace, "the disk is full")
    case EDQUOT: (.noSpace, "your disk quota is used up")
    case EFBIG: (.tooLarge, "the file would be larger than allowed")
    case EMFILE, ENFILE: (.other, "too many files are open")
    case EIO: (.other, "the device reports an input or output error")
    default: (.other, "system error \(number)")
    }
  }
}
