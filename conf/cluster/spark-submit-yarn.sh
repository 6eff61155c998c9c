#!/usr/bin/env bash
# A template, not run here: a job on YARN. Copy it, and set what is in capitals.
#
#   conf/cluster/spark-submit-yarn.sh my-job.yaml [--set key=value ...]
set -euo pipefail

JAR="${JAR:-corpuscle-jobs-0.1.0-SNAPSHOT.jar}"
EXECUTORS="${EXECUTORS:-4}"
CORES="${CORES:-4}"

options=(
  --master yarn
  # The job file is read where the driver is: the machine this runs on.
  --deploy-mode client
  --name corpuscle
  --num-executors "$EXECUTORS"
  --executor-cores "$CORES"

  # Heap, and what YARN grants beside it. Weights, scratch and the states of open documents are outside of
  # the heap, where Spark asks for a tenth of it unless told otherwise. A run that has no room says before
  # it starts which of these to set to what; `analyze --plan` says what it needs.
  --executor-memory 4g
  --conf spark.executor.memoryOverhead=2g
  --driver-memory 2g

  # One thread a task: parallelism is Spark's. The tokenizers' library is not to phone home.
  --conf spark.executorEnv.OMP_NUM_THREADS=1
  --conf spark.executorEnv.OPT_OUT_TRACKING=true

  # What is lost when a node is: at most journal.tokens of a document, which its next attempt reads again.
  --conf spark.task.maxFailures=8
  # Copies of models on a node, shared by its executors: a folder that outlives a container.
  --conf spark.hadoop.corpuscle.models.cache=/var/tmp/corpuscle

  # Documents and tokens among Spark's metrics.
  --conf spark.plugins=io.corpuscle.jobs.metrics.CorpusclePlugin
)

exec spark-submit "${options[@]}" --class io.corpuscle.jobs.cli.Corpuscle "$JAR" analyze "$@"
