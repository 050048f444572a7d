/// The text that `ritorno new` begins with, and the teacher's file of an exercise.
package enum NotebookSkeleton {
  /// A notebook with a first cell that runs.
  package static func notebook(title: String) -> String {
    """
    ---
    ritorno: 1
    title: \(YAMLScalar.written(title))
    ---
    # \(title)

    ```ritorno {#data}
    load sample gym
    ```

    ```ritorno {#churn}
    churn by year
    ```

    """
  }

  /// A lesson with two exercises.
  package static func lesson(title: String) -> String {
    """
    ---
    ritorno: 1
    title: \(YAMLScalar.written(title))
    ---
    # \(title)

    Put your line in place of `# your turn`, save, and see what it gives with `ritorno replay`.

    ```ritorno {#data}
    load sample gym
    ```

    **1.** How many members did the gym lose in each year?

    ```ritorno {#q1 .exercise points=1}
    # your turn
    ```

    **2.** And in 2023, in each branch (`sede`)?

    ```ritorno {#q2 .exercise points=2}
    # your turn
    ```

    """
  }

  /// The answers to that lesson: to be kept by the teacher.
  package static func checks(title: String) -> String {
    """
    ---
    ritorno: 1
    title: \(YAMLScalar.written("Answers: " + title))
    ---
    # Answers: \(title)

    A cell for each exercise, under the same id: the model answer. A learner whose answer is another one
    reads the prose right above it. `points=2` and `rtol=1e-3` in the braces weigh an answer and say how
    near numbers must be.

    `churn` takes the length of a period after `by`.

    ```ritorno {#q1 points=1}
    churn by year
    ```

    A column after `by` splits the rate; `in` chooses the period.

    ```ritorno {#q2 points=2}
    churn by sede in 2023
    ```

    """
  }
}
