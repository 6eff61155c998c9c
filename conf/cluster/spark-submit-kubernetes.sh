#!/usr/bin/env bash
# A template, not run here: a job on Kubernetes, with driver and executors in the pods of
# conf/cluster/kubernetes.yaml. Copy it, and set what is in capitals.
#
#   API=https://kubernetes.example.org:6443 IMAGE=registry.example.org/spark:4.1.3 \
#     conf/cluster/spark-submit-kubernetes.sh s3a://lake/jobs/my-job.yaml
set -euo pipefail

API="${API:?the address of the Kubernetes API, such as https://host:6443}"
# The native kernels need glibc; jars and jobs on s3a://, as below, hadoop-aws and the modules of AWS's SDK
# that README names among its jars, and spark.hadoop.fs.s3a settings as in conf/spark.
IMAGE="${IMAGE:?an image of Spark 4.1 with Java 17, on Linux with glibc, with what s3a needs}"
JAR="${JAR:-s3a://lake/jars/corpuscle-jobs-0.1.0-SNAPSHOT.jar}"
JOB="${1:?a job file that the driver can fetch}"
EXECUTORS="${EXECUTORS:-4}"
CORES="${CORES:-4}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

options=(
  --master "k8s://$API"
  --deploy-mode cluster
  --name corpuscle
  --conf spark.kubernetes.container.image="$IMAGE"
  --conf spark.kubernetes.namespace=corpuscle
  --conf spark.kubernetes.authenticate.driver.serviceAccountName=corpuscle
  --conf spark.kubernetes.driver.podTemplateFile="$here/kubernetes-pod.yaml"
  --conf spark.kubernetes.executor.podTemplateFile="$here/kubernetes-pod.yaml"
  --conf spark.executor.instances="$EXECUTORS"
  --conf spark.executor.cores="$CORES"

  # A pod's memory is heap and overhead together. Weights, scratch and the states of open documents are
  # outside of the heap, where Spark asks for a tenth of it unless told otherwise. A run that has no room
  # says before it starts which of these to set to what; `analyze --plan` says what it needs.
  --conf spark.executor.memory=4g
  --conf spark.executor.memoryOverhead=2g
  --conf spark.driver.memory=2g

  # One thread a task: parallelism is Spark's. The tokenizers' library is not to phone home.
  --conf spark.executorEnv.OMP_NUM_THREADS=1
  --conf spark.executorEnv.OPT_OUT_TRACKING=true
  --conf spark.kubernetes.driverEnv.OPT_OUT_TRACKING=true

  # An executor that is evicted costs at most journal.tokens of each document it has open.
  --conf spark.task.maxFailures=8
  # Copies of models: the volume of the pod template.
  --conf spark.hadoop.corpuscle.models.cache=/models

  --conf spark.plugins=io.corpuscle.jobs.metrics.CorpusclePlugin
  # The job file, into the driver's working folder.
  --files "$JOB"
)

exec spark-submit "${options[@]}" --class io.corpuscle.jobs.cli.Corpuscle "$JAR" \
  analyze "$(basename "$JOB")" "${@:2}"
